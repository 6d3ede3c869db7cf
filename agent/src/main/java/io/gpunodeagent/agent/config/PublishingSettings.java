package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The rows of the table of settings that say what is written outside the agent. */
final class PublishingSettings {

  static final SettingRows ROWS = new SettingRows();

  private static final PublishingConfig PUBLISHING = PublishingConfig.defaults();

  /** The kinds of {@link Sink}, as the configuration names them. */
  enum SinkName {
    /** {@link Sink.Node}. */
    NODE,
    /** {@link Sink.FeaturesFile}. */
    FEATURES_FILE,
    /** {@link Sink.NodeFeature}. */
    NODE_FEATURE,
    /** {@link Sink.None}. */
    NONE
  }

  static final Setting<SinkName> SINK =
      ROWS.add(
          "publishing.sink",
          choice(SinkName.class),
          SinkName.NODE,
          RESTART,
          "Where labels go: onto the Node object (`node`), with annotations, the condition"
              + " `GpuHealthy` and Events; into a file for Node Feature Discovery"
              + " (`features-file`), labels only; or nowhere (`none`). `node` needs the node's name"
              + " and the rights to get and patch the Node and its status.");

  static final Setting<Boolean> DRY_RUN =
      ROWS.add(
          "publishing.dryRun",
          bool(),
          PUBLISHING.dryRun(),
          RESTART,
          "Whether what would be written is only logged. Reading the Node needs its right all the"
              + " same.");

  static final Setting<Path> FEATURES_FILE =
      ROWS.add(
          "publishing.featuresFile",
          path(),
          Path.of("/etc/kubernetes/node-feature-discovery/features.d/gpu-node-agent"),
          RESTART,
          "The file of the sink `features-file`, replaced in one move.");

  static final Setting<String> NODE_FEATURE_NAMESPACE =
      ROWS.add(
          "publishing.nodeFeatureNamespace",
          text(Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?"), "the name of a namespace"),
          "gpu-node-agent",
          RESTART,
          "The namespace of the sink `node-feature`; Node Feature Discovery must watch it.");

  static final Setting<Boolean> CONDITION =
      ROWS.add(
          "publishing.condition",
          bool(),
          PUBLISHING.condition(),
          RESTART,
          "Whether the Node's condition `GpuHealthy` is written.");

  static final Setting<Boolean> EVENTS =
      ROWS.add(
          "publishing.events",
          bool(),
          PUBLISHING.events(),
          RESTART,
          "Whether faults of GPUs are reported as Events of the Node, in the namespace `default`.");

  static final Setting<Duration> DEBOUNCE =
      ROWS.add(
          "publishing.debounce",
          duration(Duration.ZERO, Duration.ofMinutes(1)),
          PUBLISHING.debounce(),
          RESTART,
          "From a change to its write, so that changes at one time are one write.");

  static final Setting<Duration> MIN_INTERVAL =
      ROWS.add(
          "publishing.minInterval",
          duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          PUBLISHING.minInterval(),
          RESTART,
          "The least time between two writes.");

  static final Setting<Duration> CHECK_INTERVAL =
      ROWS.add(
          "publishing.checkInterval",
          duration(Duration.ofSeconds(10), Duration.ofHours(1)),
          PUBLISHING.checkInterval(),
          RESTART,
          "How often it is seen whether what was written is still there.");

  static final Setting<Boolean> SIMULATIONS =
      ROWS.add(
          "publishing.simulations",
          bool(),
          PUBLISHING.simulations(),
          RESTART,
          "Whether a simulation may write to the configured cluster. Otherwise it writes to the"
              + " scenario's own, or nowhere: made-up labels would draw real work.");

  private PublishingSettings() {}

  /** What the rows come to. */
  static PublishingConfig config(Values values) {
    var sink =
        switch (values.get(SINK)) {
          case NODE -> new Sink.Node();
          case FEATURES_FILE -> new Sink.FeaturesFile(values.get(FEATURES_FILE));
          case NODE_FEATURE -> new Sink.NodeFeature(values.get(NODE_FEATURE_NAMESPACE));
          case NONE -> new Sink.None();
        };
    return new PublishingConfig(
        sink,
        values.get(DRY_RUN),
        values.get(CONDITION),
        values.get(EVENTS),
        values.get(DEBOUNCE),
        values.get(MIN_INTERVAL),
        values.get(CHECK_INTERVAL),
        values.get(SIMULATIONS));
  }
}
