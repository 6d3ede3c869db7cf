// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.Setting.Kind.LIVE_FILE;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.cluster.plugin.PluginConfigSource;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.Owner;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginChoice;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The section {@code labels}.
 *
 * @param config which labels a node gets, as if the device plugin had no configuration
 * @param pluginConfig the device plugin's configuration file
 * @param pluginConfigs where the device plugin's configurations are; empty when in no ConfigMap
 */
record LabelSettings(
    LabelsConfig config, Optional<Path> pluginConfig, Optional<PluginConfigSource> pluginConfigs) {

  /** The values of the section. */
  static LabelSettings read(Section root) {
    var labels = root.section("labels");
    var owner =
        labels.get(
            "owner",
            choice(Owner.class),
            Owner.AUTO,
            LIVE,
            "Who writes the labels under `nvidia.com/`: the agent (`agent`), GPU Feature Discovery"
                + " (`gfd`), or the agent unless GPU Feature Discovery does (`auto`). The agent's"
                + " own prefix is its own in any case.");
    var migStrategy =
        labels.get(
            "migStrategy",
            choice(MigStrategy.class).orNone(),
            Optional.empty(),
            LIVE,
            "How MIG devices are offered as resources. Without it `flags.migStrategy` of"
                + " `labels.pluginConfig`; without that `none`.");
    var pluginConfig =
        labels.get(
            "pluginConfig",
            path().orNone(),
            Optional.empty(),
            LIVE_FILE,
            "The `config.yaml` of the NVIDIA device plugin, for its MIG strategy, its sharing and"
                + " the flags of GPU Feature Discovery. What the plugin would refuse is a problem"
                + " of this configuration; what it would ignore is a warning. Read again when it"
                + " changes.");
    var pluginConfigs = pluginConfigs(labels);
    var config =
        new LabelsConfig(
            owner,
            migStrategy,
            PluginConfig.none(),
            labels.get(
                "timestamp",
                bool(),
                true,
                LIVE,
                "Whether `nvidia.com/gfd.timestamp` is set. `flags.gfd.noTimestamp` of"
                    + " `labels.pluginConfig` leaves it out too."),
            labels.get(
                "aliases",
                bool(),
                false,
                LIVE,
                "Whether `accelerator` and `gpu-topology` are set too, in the form of common"
                    + " guides."),
            labels.get(
                "hints",
                bool(),
                false,
                LIVE,
                "Whether labels say how many GPUs are idle and how much memory is free, in"
                    + " classes."),
            labels.get(
                "hold",
                duration(Duration.ZERO, Duration.ofHours(1)),
                Duration.ofMinutes(1),
                LIVE,
                "How long a changed label must stay changed before it is published. A new MIG"
                    + " layout is published at once."));
    return new LabelSettings(config, pluginConfig, pluginConfigs);
  }

  private static Optional<PluginConfigSource> pluginConfigs(Section labels) {
    var map =
        labels.get(
            "pluginConfigMap",
            text(
                    Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9.]*[a-z0-9])?"),
                    "a namespace and the name of a ConfigMap in it, such as"
                        + " gpu-operator/plugin-config")
                .orNone(),
            Optional.empty(),
            RESTART,
            "The ConfigMap of the device plugin's configurations, in place of"
                + " `labels.pluginConfig`. The Node's label `nvidia.com/device-plugin.config`"
                + " chooses among its keys; label and content are followed. Until one could be"
                + " read, labels under `nvidia.com/` stay as they are. Needs the rights to list and"
                + " watch that ConfigMap.");
    var choice =
        new PluginChoice(
            labels.get(
                "pluginConfigDefault",
                text().orNone(),
                Optional.empty(),
                RESTART,
                "The key of `labels.pluginConfigMap` for a Node without that label. Without it the"
                    + " key `default`, else the only key there is."));
    return map.map(place -> place.split("/", 2))
        .map(place -> new PluginConfigSource(place[0], place[1], choice));
  }
}
