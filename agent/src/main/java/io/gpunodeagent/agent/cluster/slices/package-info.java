// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the ResourceSlices of this node: the devices that DRA drivers offer.
 *
 * <p>Which GPU such a device is, is decided in {@link io.gpunodeagent.core.attribution}.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.slices;

import org.jspecify.annotations.NullMarked;
