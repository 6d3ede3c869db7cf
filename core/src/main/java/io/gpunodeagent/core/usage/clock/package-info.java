// SPDX-License-Identifier: Apache-2.0
/**
 * Time and proof: how long use or rest is proven, what a gap between samples costs, and sums over a
 * sliding window. {@link io.gpunodeagent.core.usage.clock.RestClock} judges one allocation.
 *
 * <p>Pure, on the monotonic time of the snapshots. It takes evidence as given; what it is made from
 * is in {@link io.gpunodeagent.core.usage.evidence}.
 */
@NullMarked
package io.gpunodeagent.core.usage.clock;

import org.jspecify.annotations.NullMarked;
