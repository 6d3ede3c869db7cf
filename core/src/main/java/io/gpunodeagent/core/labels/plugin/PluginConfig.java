// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import java.util.Optional;

/**
 * What labels need of the NVIDIA device plugin's {@code config.yaml}.
 *
 * @param migStrategy the flag, when it is given
 * @param noTimestamp the flag of GPU Feature Discovery
 * @param machineTypeFile the flag of GPU Feature Discovery, when it is given
 * @param sharing of devices
 */
public record PluginConfig(
    Optional<MigStrategy> migStrategy,
    boolean noTimestamp,
    Optional<String> machineTypeFile,
    Sharing sharing) {

  /** Without a configuration: nothing is shared. */
  public static PluginConfig none() {
    return new PluginConfig(Optional.empty(), false, Optional.empty(), Sharing.none());
  }
}
