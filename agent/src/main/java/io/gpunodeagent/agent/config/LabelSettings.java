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

/** The rows of the table of settings that say which labels a node gets. */
final class LabelSettings {

  static final SettingRows ROWS = new SettingRows();

  private static final LabelsConfig LABELS = LabelsConfig.defaults();

  static final Setting<Owner> OWNER =
      ROWS.add(
          "labels.owner",
          choice(Owner.class),
          LABELS.owner(),
          LIVE,
          "Who writes the labels under `nvidia.com/`: the agent (`agent`), GPU Feature Discovery"
              + " (`gfd`), or the agent unless GPU Feature Discovery does (`auto`). The agent's own"
              + " prefix is its own in any case.");

  static final Setting<Optional<MigStrategy>> MIG_STRATEGY =
      ROWS.add(
          "labels.migStrategy",
          choice(MigStrategy.class).orNone(),
          LABELS.migStrategy(),
          LIVE,
          "How MIG devices are offered as resources. Without it `flags.migStrategy` of"
              + " `labels.pluginConfig`; without that `none`.");

  static final Setting<Optional<Path>> PLUGIN_CONFIG =
      ROWS.add(
          "labels.pluginConfig",
          path().orNone(),
          Optional.empty(),
          LIVE_FILE,
          "The `config.yaml` of the NVIDIA device plugin, for its MIG strategy, its sharing and the"
              + " flags of GPU Feature Discovery. What the plugin would refuse is a problem of this"
              + " configuration; what it would ignore is a warning. Read again when it changes.");

  static final Setting<Optional<String>> PLUGIN_CONFIG_MAP =
      ROWS.add(
          "labels.pluginConfigMap",
          text(
                  Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9.]*[a-z0-9])?"),
                  "a namespace and the name of a ConfigMap in it, such as"
                      + " gpu-operator/plugin-config")
              .orNone(),
          Optional.empty(),
          RESTART,
          "The ConfigMap of the device plugin's configurations, in place of `labels.pluginConfig`."
              + " The Node's label `nvidia.com/device-plugin.config` chooses among its keys; label"
              + " and content are followed. Until one could be read, labels under `nvidia.com/`"
              + " stay as they are. Needs the rights to list and watch that ConfigMap.");

  static final Setting<Optional<String>> PLUGIN_CONFIG_DEFAULT =
      ROWS.add(
          "labels.pluginConfigDefault",
          text().orNone(),
          Optional.empty(),
          RESTART,
          "The key of `labels.pluginConfigMap` for a Node without that label. Without it the key"
              + " `default`, else the only key there is.");

  static final Setting<Boolean> TIMESTAMP =
      ROWS.add(
          "labels.timestamp",
          bool(),
          LABELS.timestamp(),
          LIVE,
          "Whether `nvidia.com/gfd.timestamp` is set. `flags.gfd.noTimestamp` of"
              + " `labels.pluginConfig` leaves it out too.");

  static final Setting<Boolean> ALIASES =
      ROWS.add(
          "labels.aliases",
          bool(),
          LABELS.aliases(),
          LIVE,
          "Whether `accelerator` and `gpu-topology` are set too, in the form of common guides.");

  static final Setting<Boolean> HINTS =
      ROWS.add(
          "labels.hints",
          bool(),
          LABELS.hints(),
          LIVE,
          "Whether labels say how many GPUs are idle and how much memory is free, in classes.");

  static final Setting<Duration> HOLD =
      ROWS.add(
          "labels.hold",
          duration(Duration.ZERO, Duration.ofHours(1)),
          LABELS.hold(),
          LIVE,
          "How long a changed label must stay changed before it is published. A new MIG layout is"
              + " published at once.");

  private LabelSettings() {}

  /** Where the device plugin's configurations are; empty when they are in no ConfigMap. */
  static Optional<PluginConfigSource> pluginConfigs(Values values) {
    var choice =
        new PluginChoice(values.get(PLUGIN_CONFIG_DEFAULT), PluginChoice.defaults().fallbacks());
    return values
        .get(PLUGIN_CONFIG_MAP)
        .map(place -> place.split("/", 2))
        .map(place -> new PluginConfigSource(place[0], place[1], choice));
  }

  /** What the rows come to, with what the plugin's own file says. */
  static LabelsConfig config(Values values, PluginConfig plugin) {
    return new LabelsConfig(
        values.get(OWNER),
        values.get(MIG_STRATEGY),
        plugin,
        values.get(TIMESTAMP),
        values.get(ALIASES),
        values.get(HINTS),
        values.get(HOLD));
  }
}
