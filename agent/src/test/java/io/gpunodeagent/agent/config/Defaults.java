// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.agent.otlp.OtlpConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.core.labels.LabelsConfig;
import java.util.Map;
import java.util.Optional;

/** What an agent does of which nothing is configured. */
public final class Defaults {

  private Defaults() {}

  /** On a machine of this name, which {@code NODE_NAME} says too. */
  private static AgentConfig on(String node) {
    var sources =
        new Sources(
            Optional.empty(), Map.of("NODE_NAME", node), Map.of(), Optional.empty(), "", true);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid.config();
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  /** How NVML is read. */
  public static SamplingConfig sampling() {
    return on("").sampling();
  }

  /** How the kubelet is asked. */
  public static KubeletConfig kubelet() {
    return on("").sources().kubelet();
  }

  /** What is read from the API server; nothing where {@code node} is empty. */
  public static ClusterConfig cluster(String node) {
    return on(node).sources().cluster();
  }

  /** How series are labelled. */
  public static MetricsConfig metrics(String node) {
    return on(node).metrics();
  }

  /** What series say of pods. */
  public static PodLabelling pods() {
    return on("").metrics().pods();
  }

  /** Which labels a Node gets. */
  public static LabelsConfig labels() {
    return on("").labels();
  }

  /** What is written, and where. */
  public static PublishingConfig publishing() {
    return on("").publishing();
  }

  /** What is exported. */
  public static OtlpConfig otlp() {
    return on("").otlp();
  }

  /** What is logged. */
  public static LogConfig log() {
    return on("").log();
  }
}
