// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the settings that are declared. */
final class ConfigDocument {

  private static final String HEAD =
      """
      # Configuration

      <!-- Generated from the settings and rules that are declared; `mvn -pl agent -am test -Dgolden.update=true` rewrites it. -->

      The agent takes its settings from a YAML file (`--config FILE`), from the environment and from the command line. The
      later wins. Without any of them the defaults hold; there is no file that is read unasked.

      ```yaml
      sampling:
        period: 1s
      metrics:
        hostnameLabel: upper
      web:
        port: 9400
      ```

      The file is the one that `--config` names, or else the one that `GPU_NODE_AGENT_CONFIG` names. The shipped manifests set
      that variable, so commands run in the agent's container use the agent's configuration.

      Durations are whole numbers with a unit, `500ms`, `30s`, `1m30s`, `2h`. Unknown keys and unknown `GPU_NODE_AGENT_*`
      variables are errors (those that Kubernetes sets for a Service called `gpu-node-agent` are not taken for settings).
      `gpu-node-agent check-config FILE` lists every problem with place, key, value, rule and the way out, and exits with 1
      when there is one; `--syntax-only` leaves out whether the files it names are readable.

      The file is read again when it changes, also when Kubernetes swaps the link of a mounted ConfigMap. A file with a
      problem is refused as a whole: the agent goes on with the last good one and says so in one line of its log. Settings
      marked *restart* take their new value at the next start.

      | key | type | default | environment variable | takes effect |
      |---|---|---|---|---|
      """;

  private static final String RULES =
      """

      ## `policies.idle` and `policies.timeSlice`

      Lists of rules, in the file only. Of each list the first rule that matches a pod is the pod's; a pod that none matches is
      left alone. `gpu-node-agent check-config --explain` tells which rule each pod of the node falls under and why. A change
      takes effect on reload: a pod whose rule has another name then is given notice again, and a notice once given is never
      shortened.

      ```yaml
      cluster:
        podLabels: [app]
      policies:
        dryRun: true
        evictionsPerHour: 2
        idle:
          - name: notebooks
            match:
              namespaces: ["team-*", "!team-prod"]
              podSelector: {app: jupyter}
              workloadKinds: [Notebook, StatefulSet]
              maxPriority: 500
              gpuProducts: ["*H100*"]
              sharing: any
              schedule:
                zone: Europe/Berlin
                windows:
                  - {days: [Mon-Fri], from: "18:00", to: "08:00"}
                  - {days: [Sat, Sun]}
            idleAfter: 1h
            warmup: 10m
            activity: {smPercent: 1, memoryBandwidthPercent: 1, energyAboveIdleWatts: 15}
            notice: 10m
            action: mark
            allowOverride: true
            maxIdleAfter: 8h
        timeSlice:
          - name: dev-gpus
            match: {sharing: timeSliced}
            memory: {limit: fair, tolerancePercent: 10}
            compute: {share: fair, window: 5m, tolerancePercent: 20}
            maxHold: 12h
            grace: 2m
            action: notify
            device: {timeSlice: short, computeMode: default}
      ```
      """;

  private static final String UNTOUCHED =
      """

      No rule touches static pods, pods of DaemonSets, of `kube-system` and of the agent's own namespace (environment variable
      `POD_NAMESPACE`), those of `system-*` priority, and those annotated `karpenter.sh/do-not-disrupt`,
      `cluster-autoscaler.kubernetes.io/safe-to-evict: "false"` or `gpu-node-agent.io/exempt-until` with a date or time to come
      (`2026-12-31`, `2026-12-31T18:00:00Z`). Members of a gang are marked at most. A pod that the API
      server has not reported is never touched.
      """;

  private ConfigDocument() {}

  /** The whole page. */
  static String render() {
    var rows = Settings.ALL.stream().map(ConfigDocument::row).collect(Collectors.joining());
    var sections = Settings.ALL.stream().map(ConfigDocument::section).collect(Collectors.joining());
    return HEAD + rows + sections + RULES + RuleTable.render() + UNTOUCHED;
  }

  private static String row(Setting<?> setting) {
    return "| [`%s`](#%s) | %s | %s | `%s` | %s |%n"
        .formatted(
            setting.key(),
            anchor(setting),
            setting.type().name(),
            written(setting).orElse("none"),
            setting.variable(),
            setting.kind().needsRestart() ? "restart" : "reload");
  }

  private static String section(Setting<?> setting) {
    return "%n## `%s`%n%n%s%n%nTakes %s. Default: %s.%n"
        .formatted(
            setting.key(), setting.doc(), setting.type().rule(), written(setting).orElse("none"));
  }

  private static Optional<String> written(Setting<?> setting) {
    var text = setting.defaultText();
    return text.isEmpty() ? Optional.empty() : Optional.of("`" + text + "`");
  }

  private static String anchor(Setting<?> setting) {
    return setting.key().replace(".", "").toLowerCase(Locale.ROOT);
  }
}
