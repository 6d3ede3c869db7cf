// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the configuration of the NVIDIA device plugin, and says what the plugin would refuse or
 * ignore.
 *
 * <p>What it means for labels is in {@link io.gpunodeagent.core.labels.plugin}.
 */
@NullMarked
package io.gpunodeagent.agent.config.plugin;

import org.jspecify.annotations.NullMarked;
