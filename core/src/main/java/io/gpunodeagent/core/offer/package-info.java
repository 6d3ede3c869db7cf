// SPDX-License-Identifier: Apache-2.0
/**
 * What a device plugin offers the kubelet, and which of it a container is best given. The agent
 * offers nothing on a node with GPUs of its own: this serves nodes whose GPUs are simulated.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.offer;

import org.jspecify.annotations.NullMarked;
