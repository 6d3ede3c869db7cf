// SPDX-License-Identifier: Apache-2.0
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

/** The section {@code publishing}. */
final class PublishingSettings {

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

  private PublishingSettings() {}

  /** What is written outside the agent, and where. */
  static PublishingConfig read(Section root) {
    var publishing = root.section("publishing");
    var sink =
        publishing.get(
            "sink",
            choice(SinkName.class),
            SinkName.NODE,
            RESTART,
            "Where labels go: onto the Node object (`node`), with annotations, the condition"
                + " `GpuHealthy` and Events; into a file for Node Feature Discovery"
                + " (`features-file`), labels only; or nowhere (`none`). `node` needs the node's"
                + " name and the rights to get and patch the Node and its status.");
    boolean dryRun =
        publishing.get(
            "dryRun",
            bool(),
            true,
            RESTART,
            "Whether what would be written is only logged. Reading the Node needs its right all the"
                + " same.");
    return new PublishingConfig(
        sink(sink, publishing),
        dryRun,
        publishing.get(
            "condition",
            bool(),
            true,
            RESTART,
            "Whether the Node's condition `GpuHealthy` is written."),
        publishing.get(
            "events",
            bool(),
            true,
            RESTART,
            "Whether faults of GPUs are reported as Events of the Node, in the namespace"
                + " `default`."),
        publishing.get(
            "debounce",
            duration(Duration.ZERO, Duration.ofMinutes(1)),
            Duration.ofSeconds(2),
            RESTART,
            "From a change to its write, so that changes at one time are one write."),
        publishing.get(
            "minInterval",
            duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofSeconds(30),
            RESTART,
            "The least time between two writes. Ten keep it; after that it is ten times as long."),
        publishing.get(
            "checkInterval",
            duration(Duration.ofSeconds(10), Duration.ofHours(1)),
            Duration.ofMinutes(5),
            RESTART,
            "The longest time between two looks at whether what was written is still there."),
        publishing.get(
            "simulations",
            bool(),
            false,
            RESTART,
            "Whether a simulation may write to the configured cluster. Otherwise it writes to the"
                + " scenario's own, or nowhere: made-up labels would draw real work."));
  }

  private static Sink sink(SinkName name, Section publishing) {
    var featuresFile =
        publishing.get(
            "featuresFile",
            path(),
            Path.of("/etc/kubernetes/node-feature-discovery/features.d/gpu-node-agent"),
            RESTART,
            "The file of the sink `features-file`, replaced in one move.");
    var namespace =
        publishing.get(
            "nodeFeatureNamespace",
            text(Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?"), "the name of a namespace"),
            "gpu-node-agent",
            RESTART,
            "The namespace of the sink `node-feature`; Node Feature Discovery must watch it.");
    return switch (name) {
      case NODE -> new Sink.Node();
      case FEATURES_FILE -> new Sink.FeaturesFile(featuresFile);
      case NODE_FEATURE -> new Sink.NodeFeature(namespace);
      case NONE -> new Sink.None();
    };
  }
}
