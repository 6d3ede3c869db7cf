package io.gpunodeagent.agent.metrics;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.Metric;
import io.gpunodeagent.agent.metrics.catalogue.NotServed;
import io.gpunodeagent.agent.snapshot.DeviceSignal;
import io.gpunodeagent.agent.snapshot.EccSignal;
import io.gpunodeagent.agent.snapshot.FieldSignal;
import io.gpunodeagent.agent.snapshot.GpmSignal;
import io.gpunodeagent.agent.snapshot.NvLinkErrorSignal;
import io.gpunodeagent.agent.snapshot.RateSignal;
import io.gpunodeagent.agent.snapshot.Signal;
import io.gpunodeagent.agent.snapshot.TextSignal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/metrics.md} from the catalogue. */
final class MetricsDocument {

  private static final int SHOWN_SIGNALS = 3;

  private final StringBuilder text = new StringBuilder();
  private final Set<String> defaults =
      Stream.concat(
              MetricSelection.defaults().series().stream(),
              MetricSelection.defaults().labels().stream())
          .map(Selected::name)
          .collect(Collectors.toSet());

  private MetricsDocument() {}

  static String write() {
    var document = new MetricsDocument();
    document.text.append(INTRODUCTION);
    for (var section : Catalogue.sections()) {
      document.heading(section.title());
      document.metrics(section.metrics());
    }
    document.own();
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
    return metric.field().synonyms().stream().map(name -> "<br>`" + name + "`").collect(joining());
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

  private void own() {
    heading("The agent's own series about GPUs");
    text.append(OWN);
    text.append("| metric | kind | unit | what | further labels |\n|---|---|---|---|---|\n");
    for (var metric : Catalogue.own()) {
      row(
          "`" + metric.name() + "`",
          metric.kind().word(),
          metric.unit(),
          metric.help(),
          metric.source().conversion().replace("label ", "").replace("none", ""));
    }
  }

  /** As a scrape shows them, so that the names are the real ones. */
  private void meters() {
    heading("The agent's meters about itself");
    var state = Snapshots.stateOf();
    var exposition = Expositions.of(() -> state, MetricSelection.of(List.of()));
    var kinds = new LinkedHashMap<String, String>();
    var helps = new LinkedHashMap<String, String>();
    Expositions.text(exposition)
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
    kinds.forEach((name, kind) -> row("`" + name + "`", kind, helps.getOrDefault(name, "")));
    text.append("\nBeside these, Micrometer's `jvm_memory_*`, `jvm_gc_*`, `jvm_threads_*`.\n");
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
                  .map(row -> "`" + row.field().name() + "` (" + row.field().id() + ")")
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

      Written from the catalogue by a test; do not edit. `mvn verify -Dgolden.update=true` writes it anew.

      Names in **bold** are served by default. `metrics.countersFile` names a dcgm-exporter counters file that replaces the
      default set; the names below a metric's own are accepted there too and printed as the file has them, as are its types
      and help texts. A line that cannot be served is reported with its reason and never costs the others.

      ## Rules

      * A value that is not known is a series that is not there: never 0, -1 or the last one. That holds for readings a GPU
        does not support, calls that failed, and every reading of a GPU that is hung or lost.
      * One exception is a fact: a GPU without licensed features holds no vGPU licence, so its
        `DCGM_FI_DEV_VGPU_LICENSE_STATUS` is 0, as dcgm-exporter prints it.
      * `DCGM_FI_DEV_XID_ERRORS` is 0 before the first XID wherever XIDs can be seen at all, and then stays at the latest one;
        exporters of DCGM 4.5 had no series before the first. On a MIG instance it is absent once the latest XID hit another
        instance. `gpu_xid_errors_total` counts.
      * `DCGM_EXP_*_COUNT` speak of a window and fall as well as rise, whatever type a counters file gives them. The
        counters beside them only grow.
      * A GPU with MIG instances has rows of its instances only, as with dcgm-exporter: readings of the whole GPU are
        repeated on each, those of scope "GPU or instance" are the instance's own or absent.
      * Series about NVLinks one by one have the label `nvlink`; a series without it sums over all links. The exceptions
        are fields with a link's number in their name, and the three `DCGM_FI_DEV_NVLINK_ERROR_DL_*`, which are link 0 as in
        DCGM.

      ## Labels

      In this order, as dcgm-exporter prints them:

      * GPU: `gpu` (NVML index), `UUID`, `pci_bus_id`, `device`, `modelName`; a MIG instance adds `GPU_I_PROFILE` and
        `GPU_I_ID` and keeps its parent's `UUID`.
      * NVLink: `nvlink`, `gpu`, `gpu_uuid`, `pci_bus_id`, `device`, `model_name`.
      * `Hostname`, `hostname`: either, both (the default) or neither.
      * Then, sorted, metrics of kind label and a metric's own labels; then, sorted, `err_code` and `err_msg`.

      ## Formats

      Text 0.0.4, OpenMetrics 1.0.0 and protobuf, by `Accept`; gzip by `Accept-Encoding`. All three hold the same samples.
      DCGM's counters do not end in `_total`. Text and protobuf say `counter` all the same; OpenMetrics forbids it, so there
      they are typed `unknown` under their exact name. Labels keep their order in text and OpenMetrics.

      Numbers are the shortest plain decimal that reads back as the same number: `612.487` where dcgm-exporter prints
      `612.487000`, and a bit error rate of 1e-15 is not 0.

      A snapshot is rendered once per format and encoding. Ages are whole seconds, and a rendering is not reused past its
      second.
      """;

  private static final String OWN =
      """
      One row a GPU with the GPU's labels, with or without MIG. They are what the agent knows, not what it reads, so they
      stay while a GPU is hung or lost.

      """;
}
