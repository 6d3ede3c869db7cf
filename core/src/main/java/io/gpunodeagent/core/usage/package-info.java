// SPDX-License-Identifier: Apache-2.0
/**
 * Follows each allocation over time: how long it was held, when it was proven active or idle, what
 * it used. {@link io.gpunodeagent.core.usage.Usage} is the way in; {@code docs/internals/usage.md}
 * explains evidence and clocks.
 *
 * <p>Pure: a function of what was known before and of the snapshot just attributed. What follows
 * from idleness is in {@link io.gpunodeagent.core.policy}.
 */
@NullMarked
package io.gpunodeagent.core.usage;

import org.jspecify.annotations.NullMarked;
