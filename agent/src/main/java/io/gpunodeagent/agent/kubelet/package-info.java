// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the kubelet which container was given which device: the PodResources API, version v1, over
 * its unix socket. {@link io.gpunodeagent.agent.kubelet.KubeletAllocations} is the way in.
 *
 * <p>Edge. Which GPU a device id means is decided in {@link io.gpunodeagent.core.attribution}.
 */
@NullMarked
package io.gpunodeagent.agent.kubelet;

import org.jspecify.annotations.NullMarked;
