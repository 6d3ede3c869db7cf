// SPDX-License-Identifier: Apache-2.0
/**
 * The NVIDIA device plugin's configuration, as far as labels follow it. {@link
 * io.gpunodeagent.core.labels.plugin.PluginDocument} reads it.
 *
 * <p>Pure.
 */
@NullMarked
package io.gpunodeagent.core.labels.plugin;

import org.jspecify.annotations.NullMarked;
