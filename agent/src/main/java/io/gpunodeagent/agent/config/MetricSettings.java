// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.Setting.Kind.LIVE_FILE;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig.HostnameLabel;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.agent.metrics.selection.PodLabelling.SharedGpuRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code metrics}.
 *
 * @param config how the series are labelled
 * @param names of the default metrics
 * @param countersFile what replaces the default metrics; empty for nothing
 */
record MetricSettings(MetricsConfig config, MetricNames names, Optional<Path> countersFile) {

  /**
   * The values of the section.
   *
   * @param podAnnotations those that are kept
   */
  static MetricSettings read(Section root, List<String> podAnnotations, Sources sources) {
    var metrics = root.section("metrics");
    var countersFile =
        metrics.get(
            "countersFile",
            path().orNone(),
            Optional.empty(),
            LIVE_FILE,
            "A counters CSV as dcgm-exporter reads it, or its YAML configuration; it replaces the"
                + " default set of metrics. Read again when it changes.");
    var names =
        metrics.get(
            "names",
            choice(MetricNames.class),
            MetricNames.CLASSIC,
            LIVE,
            "Which names and units the default metrics have: `classic` are those of dcgm-exporter"
                + " up to 4.8, `base-units` those of 4.9 (hertz, bytes, ratios, joules), `both`"
                + " serves each quantity under both. With a counters file its names are served as"
                + " written, and this only decides what `DCGM_FI_DEV_GPU_UTIL_RATIO` means where no"
                + " other name in the file does.");
    var config =
        new MetricsConfig(
            metrics.get(
                "hostnameLabel",
                choice(HostnameLabel.class),
                HostnameLabel.BOTH,
                LIVE,
                "Which spelling of the host name label the series carry: `upper` is `Hostname`,"
                    + " `lower` is `hostname`."),
            metrics
                .get(
                    "hostname",
                    text().orNone(),
                    Optional.empty(),
                    LIVE,
                    "The host name label's value. Without it the environment variable `NODE_NAME`,"
                        + " else the host's name.")
                .or(sources::nodeName)
                .orElse(sources.hostname()),
            metrics.get(
                "aliases",
                bool(),
                false,
                LIVE,
                "Whether the `nvidia_smi_*` names of older guides are served too."),
            false,
            metrics.get(
                "replaceBlanksInModelName",
                bool(),
                false,
                LIVE,
                "Whether blanks in the `modelName` label become `-`."),
            pods(metrics, podAnnotations));
    return new MetricSettings(config, names, countersFile);
  }

  private static PodLabelling pods(Section metrics, List<String> podAnnotations) {
    var sharedGpuRows =
        metrics.get(
            "sharedGpuRows",
            choice(SharedGpuRows.class),
            SharedGpuRows.DEVICE,
            LIVE,
            "Rows of DCGM's series for a GPU or MIG instance that several containers hold."
                + " `device`: one, with the device's own figures, so that ratios, counts, sums and"
                + " averages of rows are right; it names the pod when a single pod holds the"
                + " device. `containers`: one for each container, with its part of"
                + " `DCGM_FI_DEV_GPU_UTIL` and `DCGM_FI_DEV_FB_USED`, and one for what they leave;"
                + " other figures are repeated.");
    var podUid =
        metrics.get(
            "podUid",
            bool(),
            false,
            LIVE,
            "Whether DCGM's series of a held device carry `pod_uid`. Needs `cluster.pods`.");
    boolean podLabels =
        metrics.get(
            "podLabels",
            bool(),
            false,
            LIVE,
            "Whether DCGM's series of a held device carry the labels of its pod, those that"
                + " `cluster.podLabels` keeps. Each is a label of every such series: choose few.");
    var prefix =
        metrics.get(
            "podLabelPrefix",
            text(),
            "label_",
            LIVE,
            "What is put before the names of pod labels. In the name, whatever is no ASCII letter,"
                + " digit or underscore becomes an underscore; keys that become alike get"
                + " `_conflict1`, `_conflict2`.");
    return new PodLabelling(
        sharedGpuRows,
        podUid,
        podLabels ? Optional.of(prefix) : Optional.empty(),
        metrics.get(
            "virtualGpus",
            bool(),
            false,
            LIVE,
            "Whether DCGM's series of a device shared in replicas carry `vgpu`, the replicas that"
                + " the container holds; see `metrics.sharedGpuRows`."),
        metrics.get(
            "hpcJobMapping",
            path().orNone(),
            Optional.empty(),
            RESTART,
            "Directory in which a batch scheduler's prologue names the jobs of each GPU: a file"
                + " `<gpu>` or `<gpu>.<GPU instance>` with a job id a line. Each job is the label"
                + " `hpc_job` of a row of its own."),
        podAnnotations);
  }
}
