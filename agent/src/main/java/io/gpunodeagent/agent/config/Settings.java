// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.otlp.OtlpConfig;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.recorder.RecorderConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.shaper.ShaperConfig;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sections of the configuration, in the order of the documentation, each as what its values
 * come to. Parsing, validation, {@code check-config}, the documentation and the log line with the
 * effective configuration all iterate the keys that the sections declare.
 *
 * @param policies without the rules
 */
record Settings(
    SamplingConfig sampling,
    boolean played,
    KubeletConfig kubelet,
    ProcessConfig processes,
    ClusterConfig cluster,
    MetricSettings metrics,
    PersistenceConfig persistence,
    RecorderConfig recorder,
    OtlpConfig otlp,
    WebConfig web,
    LogConfig log,
    LabelSettings labels,
    PublishingConfig publishing,
    HealthRules health,
    PolicyRules policies,
    ShaperConfig shaping) {

  /** All keys, in the order of the documentation. */
  static final List<Setting<?>> ALL = declared();

  private static List<Setting<?>> declared() {
    var keys = new ArrayList<Setting<?>>();
    read(Section.root(Values.builder().build(), keys::add), Sources.none());
    return List.copyOf(keys);
  }

  /** What {@code values} come to on the machine of {@code sources}. */
  static Settings read(Values values, Sources sources) {
    return read(Section.root(values, _ -> {}), sources);
  }

  /** The same of a {@link Section#root}. */
  static Settings read(Section root, Sources sources) {
    var sampling = SamplingSettings.read(root, sources);
    boolean played = SourceSettings.played(root);
    var kubelet = SourceSettings.kubelet(root);
    var processes = SourceSettings.processes(root);
    var cluster = SourceSettings.cluster(root, kubelet.draDrivers(), sources);
    return new Settings(
        sampling,
        played,
        kubelet,
        processes,
        cluster,
        MetricSettings.read(root, cluster.podAnnotations(), sources),
        OwnSettings.persistence(root),
        OwnSettings.recorder(root),
        OtlpSettings.read(root),
        WebSettings.read(root),
        OwnSettings.log(root),
        LabelSettings.read(root),
        PublishingSettings.read(root),
        HealthSettings.read(root, sampling.slowPeriod()),
        PolicySettings.read(root, sources),
        ShapingSettings.read(root));
  }

  /** The setting of {@code key}. */
  static Optional<Setting<?>> find(String key) {
    return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  /** Whether {@code path} is above some key: {@code web} or {@code web.tls}. */
  static boolean isSection(String path) {
    return path.isEmpty() || ALL.stream().anyMatch(one -> one.key().startsWith(path + "."));
  }
}
