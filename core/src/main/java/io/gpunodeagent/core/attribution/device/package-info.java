// SPDX-License-Identifier: Apache-2.0
/**
 * The devices of a node, those who may hold or use one, and the ids by which device plugins and DRA
 * drivers name them: {@link io.gpunodeagent.core.attribution.device.DeviceIndex} finds the devices
 * that an id means.
 *
 * <p>Pure. Who holds a device is in {@link io.gpunodeagent.core.attribution.placement}.
 */
@NullMarked
package io.gpunodeagent.core.attribution.device;

import org.jspecify.annotations.NullMarked;
