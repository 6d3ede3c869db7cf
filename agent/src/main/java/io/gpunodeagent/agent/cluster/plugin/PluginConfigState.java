// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.plugin;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.sources.SourceState;
import java.util.List;
import java.util.Optional;

/**
 * The device plugin's configuration on this node, as a ConfigMap has it.
 *
 * @param source whether changes of the ConfigMap are seen
 * @param key of the configuration that is chosen now; empty when none is, when the plugin runs
 *     without one, and before anything is known
 * @param config the last that was read: that of {@code key} unless there is a {@code refused};
 *     empty before the first
 * @param refused why there is none, or none that the plugin takes, in place of {@code config}
 * @param ignored what the plugin ignores in the configuration of {@code key}
 */
public record PluginConfigState(
    SourceState source,
    Optional<String> key,
    Optional<PluginConfig> config,
    List<Problem> refused,
    List<Problem> ignored) {

  public PluginConfigState {
    refused = List.copyOf(refused);
    ignored = List.copyOf(ignored);
  }

  /** Nothing is known yet. */
  static PluginConfigState starting(SourceState source) {
    return new PluginConfigState(source, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /** The same from a source in another state. */
  PluginConfigState from(SourceState now) {
    return new PluginConfigState(now, key, config, refused, ignored);
  }
}
