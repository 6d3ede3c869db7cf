// SPDX-License-Identifier: Apache-2.0
/**
 * Which device each allocation of the kubelet means, for whom, and how much of it: {@link
 * io.gpunodeagent.core.attribution.placement.Placements} is the way in. Device plugins that share
 * GPUs in a way of their own each have a source here, from HAMi to the reservations of KAI.
 *
 * <p>Pure, and knows nothing of use: what processes do on a device is joined to this in {@link
 * io.gpunodeagent.core.attribution}.
 */
@NullMarked
package io.gpunodeagent.core.attribution.placement;

import org.jspecify.annotations.NullMarked;
