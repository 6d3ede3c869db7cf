// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the device plugin's configuration from its ConfigMap, and which entry of it is chosen for
 * this node.
 *
 * <p>What the configuration means for labels is in {@link io.gpunodeagent.core.labels}.
 */
@NullMarked
package io.gpunodeagent.agent.cluster.plugin;

import org.jspecify.annotations.NullMarked;
