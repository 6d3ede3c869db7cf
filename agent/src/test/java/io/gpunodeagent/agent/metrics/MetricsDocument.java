// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.gpunodeagent.agent.meters.ActingMeters;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.FieldName;
import io.gpunodeagent.agent.metrics.catalogue.FieldNames;
import io.gpunodeagent.agent.metrics.catalogue.NotServed;
import io.gpunodeagent.agent.metrics.catalogue.SemanticNames;
import io.gpunodeagent.agent.metrics.catalogue.metric.Metric;
import io.gpunodeagent.agent.metrics.catalogue.metric.UseMetric;
import io.gpunodeagent.agent.metrics.otlp.SemanticAttributes;
import io.gpunodeagent.agent.metrics.selection.Aliases;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricSelection;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.EccSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/metrics.md} from the catalogue. */
final class MetricsDocument {

  private static final int SHOWN_SIGNALS = 3;

  private final StringBuilder text = new StringBuilder();
  private final Set<String> defaults =
      Stream.concat(
              MetricSelection.defaults(MetricNames.CLASSIC).series().stream(),
              MetricSelection.defaults(MetricNames.CLASSIC).labels().stream())
          .map(Selected::name)
          .collect(Collectors.toSet());

  private MetricsDocument() {}

  /**
   * The document.
   *
   * @param folder to write to meanwhile
   */
  static String write(Path folder) {
    var document = new MetricsDocument();
    document.text.append(INTRODUCTION);
    for (var section : Catalogue.sections()) {
      document.heading(section.title());
      document.metrics(section.metrics());
    }
    document.generations();
    document.semantic();
    document.own();
    document.use();
    document.acting(folder);
    document.meters();
    document.aliases();
    document.notServed();
    return document.text.toString();
  }

  private void heading(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  private void metrics(List<Metric> metrics) {
    text.append("| metric | id | kind | unit | scope | what | read through | conversion |\n");
    text.append("|---|---|---|---|---|---|---|---|\n");
    for (var metric : metrics) {
      var bold = defaults.contains(metric.name()) ? "**" : "";
      row(
          bold + "`" + metric.name() + "`" + bold + synonyms(metric),
          Integer.toString(metric.field().id()),
          metric.kind().word(),
          metric.unit(),
          metric.scope().words(),
          metric.help(),
          sources(metric.source().signals()),
          metric.source().conversion());
    }
  }

  private static String synonyms(Metric metric) {
    return FieldNames.of(metric.field().id()).stream()
        .map(FieldName::name)
        .filter(name -> !name.equals(metric.name()))
        .map(name -> "<br>`" + name + "`")
        .collect(joining());
  }

  private static String sources(List<Signal<?>> signals) {
    if (signals.isEmpty()) {
      return "the snapshot";
    }
    var shown =
        signals.stream().limit(SHOWN_SIGNALS).map(MetricsDocument::source).distinct().toList();
    return String.join(", ", shown) + (signals.size() > SHOWN_SIGNALS ? " …" : "");
  }

  private static String source(Signal<?> signal) {
    return switch (signal) {
      case FieldSignal(var id, var scope, var _) -> "field " + id + scope(scope);
      case RateSignal(var counter) -> "growth of " + source(counter);
      case GpmSignal(var id) -> "GPM " + id;
      case EccSignal _ -> signal.source();
      case NvLinkErrorSignal(var link, var _) -> signal.source() + " link " + link;
      case DeviceSignal device -> device.source();
      case TextSignal device -> device.source();
    };
  }

  private static String scope(int scope) {
    return scope == FieldSignal.ALL ? " of all links" : scope == 0 ? "" : " of link " + scope;
  }

  /** The default metrics under both names. */
  private void generations() {
    heading("Two generations of names");
    text.append(GENERATIONS);
    text.append(
        "| classic | unit | base-units | unit | from NVML's reading |\n|---|---|---|---|---|\n");
    var newer = byField(MetricSelection.defaults(MetricNames.BASE_UNITS));
    byField(MetricSelection.defaults(MetricNames.CLASSIC))
        .forEach(
            (field, classic) -> {
              var metric = Catalogue.inBaseUnits(classic.metric());
              var other = Objects.requireNonNull(newer.get(metric.field().id()));
              row(
                  "`" + classic.name() + "`",
                  classic.metric().unit(),
                  other.name().equals(classic.name()) ? "the same" : "`" + other.name() + "`",
                  metric.unit(),
                  metric.source().conversion());
            });
  }

  private void semantic() {
    heading("Names by OpenTelemetry's conventions");
    text.append(SEMANTIC);
    text.append(
        "| name | instrument | unit | attributes | of the metric |\n|---|---|---|---|---|\n");
    for (var name : SemanticNames.ALL) {
      var attributes = new TreeMap<>(name.attributes());
      attributes.put("hw.type", name.component().type());
      if (!name.component().isGpu()) {
        attributes.put("hw.sensor_location", name.component().location());
      }
      row(
          "`" + name.name() + "`",
          name.instrument().word(),
          "`" + name.unit() + "`",
          attributes.entrySet().stream()
              .map(each -> "`" + each.getKey() + "=" + each.getValue() + "`")
              .collect(joining(", ")),
          "`" + name.metric().name() + "`");
    }
    text.append("\n| label | attribute |\n|---|---|\n");
    SemanticAttributes.NAMES.forEach((label, name) -> row("`" + label + "`", "`" + name + "`"));
  }

  private static Map<Integer, Selected> byField(MetricSelection selection) {
    return Stream.concat(selection.series().stream(), selection.labels().stream())
        .collect(
            Collectors.toMap(
                each -> each.metric().field().id(),
                each -> each,
                (one, _) -> one,
                LinkedHashMap::new));
  }

  private void own() {
    heading("The agent's own series about GPUs");
    text.append(OWN);
    text.append(
        "| metric | kind | unit | of a GPU that is hung or lost | what | further labels |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (var metric : Catalogue.own()) {
      row(
          "`" + metric.name() + "`",
          metric.kind().word(),
          metric.unit(),
          metric.source().onlyWhileFresh() ? "absent" : "served",
          metric.help(),
          metric.source().conversion().replace("label ", "").replace("none", ""));
    }
  }

  private void use() {
    heading("Who holds and who uses each device");
    text.append(USE);
    text.append("| metric | kind | unit | scope | what | further labels | source |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    use("allocation", Catalogue.allocations());
    use("pod", Catalogue.pods());
    use("device", Catalogue.devices());
    use("user without allocation", Catalogue.users());
    use("holder or user", Catalogue.findings());
    use("container with a memory limit", Catalogue.memories());
    use("node", Catalogue.node());
  }

  private void use(String scope, List<? extends UseMetric<?>> metrics) {
    for (var metric : metrics) {
      row(
          "`" + metric.name() + "`",
          metric.kind().word(),
          metric.unit(),
          scope,
          metric.help(),
          metric.labels(),
          metric.source());
    }
  }

  private void acting(Path folder) {
    heading("What the agent does outside itself");
    text.append(ACTING);
    scraped(ActingMeters.scrape(folder));
  }

  private void meters() {
    heading("The agent's meters about itself");
    var state = Snapshots.stateOf();
    var exposition = Expositions.of(() -> state, MetricSelection.of(List.of()));
    scraped(Expositions.text(exposition) + ActingMeters.loops());
    text.append("\nBeside these, Micrometer's `jvm_memory_*`, `jvm_gc_*`, `jvm_threads_*`.\n");
  }

  /** As a scrape shows them, so that the names are the real ones. */
  private void scraped(String scrape) {
    var kinds = new TreeMap<String, String>();
    var helps = new LinkedHashMap<String, String>();
    scrape
        .lines()
        .forEach(
            line -> {
              var words = line.split(" ", 4);
              if (line.startsWith("# HELP")) {
                helps.put(words[2], words[3]);
              } else if (line.startsWith("# TYPE")) {
                kinds.put(words[2], words[3]);
              }
            });
    text.append("| metric | kind | what |\n|---|---|---|\n");
    Catalogue.node().forEach(metric -> kinds.remove(metric.name()));
    kinds.forEach((name, kind) -> row("`" + name + "`", kind, helps.getOrDefault(name, "")));
  }

  private void aliases() {
    heading("Names of older guides");
    text.append("Served beside the others when `metrics.aliases` is on.\n\n");
    text.append("| metric | same value as | what |\n|---|---|---|\n");
    for (var alias : Aliases.selected()) {
      row("`" + alias.name() + "`", "`" + alias.metric().name() + "`", alias.help());
    }
  }

  private void notServed() {
    heading("DCGM fields that are not served");
    var byReason =
        Catalogue.notServed().stream()
            .collect(groupingBy(NotServed::reason, LinkedHashMap::new, Collectors.toList()));
    byReason.forEach(
        (reason, rows) -> {
          text.append("* ").append(reason).append(":\n  ");
          text.append(
              rows.stream()
                  .map(
                      row ->
                          "`"
                              + FieldNames.of(row.field()).getFirst().name()
                              + "` ("
                              + row.field()
                              + ")")
                  .collect(joining(", ")));
          text.append("\n");
        });
  }

  private void row(String... cells) {
    text.append(
        Stream.of(cells)
            .map(cell -> cell.replace("|", "\\|"))
            .collect(joining(" | ", "| ", " |\n")));
  }

  private static final String INTRODUCTION =
      """
      # Metrics

      Written from the catalogue by a test; do not edit. `mvn verify -Dgolden.update=true` rewrites it.

      Names in **bold** are served by default; `metrics.names` chooses [their generation](#two-generations-of-names).
      `metrics.countersFile` names a counters CSV of dcgm-exporter, or its YAML configuration, that replaces the default
      set; the names below a metric's own are accepted there too and printed as the file has them, as are its types and help
      texts. A line that cannot be served is reported with its reason and never costs the others. A file that leaves no
      metric is refused, and the last good one stays. `check-config` reports the same lines.

      ## Rules

      * A value that is not known is an absent series: never 0, -1 or the last value. That holds for readings a GPU
        does not support, calls that failed, and every reading of a GPU that is hung or lost.
      * One exception is a fact: a GPU without licensed features holds no vGPU licence, so its
        `DCGM_FI_DEV_VGPU_LICENSE_STATUS` is 0, as dcgm-exporter prints it.
      * `DCGM_FI_DEV_XID_ERRORS` is 0 before the first XID wherever XIDs can be seen at all, and then stays at the latest one;
        exporters of DCGM 4.5 had no series before the first. On a MIG instance it is the latest that hit it, or that named
        no instance. `gpu_xid_errors_total` counts.
      * `DCGM_EXP_*_COUNT` count within a window and fall as well as rise, whatever type a counters file gives them. While
        the window holds no event they have one row of 0 without the label `xid` or `clock_event`, where events can be
        seen at all. `DCGM_EXP_*_TOTAL` only grow, and a series begins with the first event.
      * A GPU with MIG instances has rows of its instances only, as with dcgm-exporter: readings of the whole GPU are
        repeated on each, those of scope "GPU or instance" are the instance's own or absent.
      * Series about single NVLinks have the label `nvlink`; a series without it sums over all links. The exceptions
        are fields with a link's number in their name, and the three `DCGM_FI_DEV_NVLINK_ERROR_DL_*`, which are link 0 as in
        DCGM.

      ## Labels

      In this order, as dcgm-exporter prints them:

      * GPU: `gpu` (NVML index), `UUID`, `pci_bus_id`, `device`, `modelName`; a MIG instance adds `GPU_I_PROFILE` and
        `GPU_I_ID` and keeps its parent's `UUID`.
      * NVLink: `nvlink`, `gpu`, `gpu_uuid`, `pci_bus_id`, `device`, `model_name`.
      * `Hostname`, `hostname`: either, both (the default) or neither.
      * Then, sorted, metrics of kind label, a metric's own labels and the labels of pods (`metrics.podLabels`).
      * Then, sorted, `err_code` and `err_msg`, and on rows of held devices only: `container`, `namespace`, `pod`; `pod_uid`
        (`metrics.podUid`), `vgpu` (`metrics.virtualGpus`), `hpc_job` (`metrics.hpcJobMapping`), and for a DRA claim
        `dra_claim_name`, `dra_claim_namespace`, `dra_driver_name`, `dra_pool_name`, `dra_device_name`.

      Prometheus renames `pod`, `namespace` and `container` to `exported_…` unless the scrape says `honorLabels: true`.
      The agent itself does not rename them.

      ## Held and shared devices

      A device has one row, with its own figures, whoever uses it. `pod` and `namespace` are present when one pod holds it,
      `container` when one container does. A device that several pods share (replicas of time-slicing or the Multi-Process
      Service, compute instances, one claim) names none: its figures belong to no single pod. What each container uses of it
      is in `gpu_allocation_sm_ratio` and `gpu_allocation_memory_bytes`, and who holds it in `gpu_allocation_info`; all join with
      DCGM's series on `UUID` and `GPU_I_ID`. So `FB_USED / FB_TOTAL`, `sum`, `avg` and `count` of rows are right on every GPU.
      Which rules need which rows: [migrate](migrate.md#rules-and-dashboards-of-others).

      `metrics.sharedGpuRows: containers` gives a shared device a row for each container instead:

      * `DCGM_FI_DEV_GPU_UTIL` and `DCGM_FI_DEV_FB_USED` show what the container's own processes use. One more row without
        `pod` shows what that leaves of the device's figure, so that the sum over rows is the device's (`sum by (UUID)`).
        dcgm-exporter prints the device's whole figure there, and its sums count everything twice. Counts, averages and
        ratios of rows are then not those of the device.
        A container that has no visible process has no such row: not 0. Where processes cannot be seen at all, everything is
        in the row without `pod`. Processes may claim more than the device's figure; then that row is 0.
      * All other figures (temperature, power, clocks, profiling, …) cannot be divided and are repeated for each container as
        dcgm-exporter does. A sum over pods is wrong; `max by (UUID, GPU_I_ID)` is right.
      * A container with several replicas is one row; `vgpu` then lists them, `1,3`. dcgm-exporter prints a row a replica, each
        with the full value.
      * A device that one container holds alone is divided in the same way while another process is seen on it, so that
        the use of others never counts as the holder's.

      The use by containers that were not given the device, by the host and by unknown processes is never spread over
      holders; it has series of its own, below.

      ## Formats

      Text 0.0.4, OpenMetrics 1.0.0 and protobuf, by `Accept`; gzip by `Accept-Encoding`. All three hold the same samples.
      Labels keep their order in text and OpenMetrics.

      Most of DCGM's counters do not end in `_total`. Text and protobuf call them `counter` nevertheless; OpenMetrics forbids
      it, and there they can only be `unknown`, which the OpenTelemetry Collector takes for gauges. So a client that accepts
      text or protobuf as well, as every Prometheus and Collector does, is answered in that, whatever it prefers.
      OpenMetrics is for those who accept nothing else, and for a counters file in which every counter ends in `_total`.

      Numbers are the shortest plain decimal that reads back as the same number: `612.487` where dcgm-exporter prints
      `612.487000`, and a bit error rate of 1e-15 is not 0.

      A snapshot is rendered once per format and encoding. Ages are whole seconds, and a rendering is not reused past its
      second.
      """;

  private static final String GENERATIONS =
      """
      dcgm-exporter 4.9 renamed most of its default metrics and moved many to base units. `metrics.names` chooses which
      names the default metrics have: `classic`, `base-units`, or `both`, where each quantity stands under both names, each in
      the unit of its name. Base units are computed from NVML's readings, not from the rounded older figures. The joules
      are not rounded to whole ones, as DCGM's are. With `both` every series carries both labels of the driver's version.

      A counters file may mix names; each is served in the unit DCGM gives it. One name means two things:
      `DCGM_FI_DEV_GPU_UTIL_RATIO` is percent, 0 to 100, in DCGM 4.6 and a ratio of 0 to 1 since 4.7. A file with another name
      that only DCGM 4.7 knows means the ratio. In any other file it is the ratio with `metrics.names` at `base-units` or `both`,
      and percent with `classic`. The log and `check-config` say which was taken, and why.

      The names of the fields 1618 to 1624 follow the pattern of 1617; NVIDIA's own list of them was not at hand.

      """;

  private static final String SEMANTIC =
      """
      With `otlp.names: semconv` an [export](integrations.md#opentelemetry) gives these quantities under names of OpenTelemetry's
      semantic conventions for hardware, which are still in development there. A quantity is exported so when its metric is
      served, under this name or an older one; then it is not exported under those. All other series keep their names and
      labels. `/metrics` does not change.

      `hw.id` is the GPU's UUID; a MIG instance has `GPU_I_ID` and `GPU_I_PROFILE` beside it. A sensor or fan is a component of its
      own: its `hw.id` is the UUID with type and location after it, and `hw.parent` is the UUID. The conventions have no name for
      limits of power, clocks, profiling counters, NVLink, and who holds a device. `hw.errors` counts ECC errors since the driver
      was loaded, and PCIe replays; XIDs stay in `gpu_xid_errors_total`, since one fault may raise several.

      """;

  private static final String ACTING =
      """
      What their labels mean, and when each is there: [labels](labels.md#metrics-of-publishing),
      [policies](enforcement.md#what-it-leaves-behind), [GPUs](enforcement.md#what-it-leaves-behind-1),
      [recordings](recorder.md#when-it-cannot-be-written),
      [exports](integrations.md#when-an-export-fails).

      """;

  private static final String USE =
      """
      Always served, and absent where nothing is known: never 0 in place of unknown. Rows of allocations, devices and users
      have the labels of the GPU or instance, in place of `metrics.countersFile`'s and the pod's own labels with `namespace`,
      `pod`, `container` and, once known, `pod_uid`; so they join with each other and with DCGM's on `UUID`, `GPU_I_ID` and
      these. A user that the API server does not list has `container_id` in place of `container`.

      * `gpu_allocation_memory_bytes` and `gpu_allocation_sm_ratio` are those of the container's processes, or the device's own
        figure where the container holds it alone and no other process was seen on it. `gpu_attribution_figures` counts which
        of the two was used, `gpu_attribution_absent` why they are missing: `visibility` without the host's PID namespace,
        `no_process`, `mps`, `stale`, `not_supported`, `read_failed`, `size_unknown`, `unresolved`.
      * `gpu_allocation_idle_seconds` is absent while the state is unknown: the clock pauses then. `gpu_allocation_doubt`
        says why: [each reason](reclaim-contract.md#why-a-pod-is-not-idle).
      * `relation` of `gpu_foreign_*`: `same_pod`, `foreign` (given to other pods), `unallocated` (given to no pod),
        `possible_holder` (its pod was given a device that cannot be found, maybe this one), `unknown`. `kind` of `gpu_finding`: `allocated_never_used`, `used_not_allocated`, `used_by_another_pod`.
      * For each device: allocations + `gpu_foreign_*` + `gpu_host_*` + `gpu_unattributed_*` = the device, where known.
      * `gpu_pod_gpus` has the pod's labels only.
      * `source` of `gpu_allocation_info`: `device_plugin`, `dra`, `hami` (the annotation of HAMi's scheduler) or `reservation`
        (another pod keeps the GPU for this one, as KAI and Run:ai have it).
      * `gpu_sharing_replicas` is how many replicas of a device the kubelet has. Where it does not report them, what a container on a
        device in replicas is entitled to is not known: `gpu_allocation_entitlement_ratio`, `gpu_allocation_excess_memory_bytes`
        and `gpu_sharing_fairness_ratio` are absent.
      * Annotations of pods in `gpu_allocation_info` are those of `cluster.podAnnotations`, as `annotation_…`.

      """;

  private static final String OWN =
      """
      One row a GPU with the GPU's labels, with or without MIG. What the agent itself knows of a GPU stays while it is hung or
      lost; what NVML reads is absent then, as everywhere.

      """;
}
