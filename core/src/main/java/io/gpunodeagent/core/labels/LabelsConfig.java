// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * Which labels are made and how.
 *
 * @param owner who writes those under {@code nvidia.com/}
 * @param migStrategy how MIG devices are offered; empty leaves it to {@code plugin}
 * @param plugin the device plugin's own configuration
 * @param timestamp whether {@code nvidia.com/gfd.timestamp} is set
 * @param aliases whether {@code accelerator} and {@code gpu-topology} are set too
 * @param hints whether labels follow how busy the GPUs are
 * @param hold how long a changed label must stay changed before it is published
 */
public record LabelsConfig(
    Owner owner,
    Optional<MigStrategy> migStrategy,
    PluginConfig plugin,
    boolean timestamp,
    boolean aliases,
    boolean hints,
    Duration hold) {

  /** The same with another configuration of the plugin. */
  public LabelsConfig with(PluginConfig other) {
    return new LabelsConfig(owner, migStrategy, other, timestamp, aliases, hints, hold);
  }

  /** The strategy in force: the agent's own word, else the plugin's, else {@code none}. */
  public MigStrategy effectiveMigStrategy() {
    return migStrategy.or(plugin::migStrategy).orElse(MigStrategy.NONE);
  }

  /** Whether a timestamp is set, by the agent's and the plugin's word. */
  public boolean timestamped() {
    return timestamp && !plugin.noTimestamp();
  }
}
