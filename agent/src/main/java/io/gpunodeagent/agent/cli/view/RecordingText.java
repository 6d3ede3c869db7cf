// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.cli.overview.JsonValue;
import io.gpunodeagent.agent.cli.terminal.Cell;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.SafeText;
import io.gpunodeagent.core.document.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A recording as text: its triggers, a line a quantity of each GPU with the triggers as marks, and
 * what happened.
 */
public final class RecordingText {

  /** Columns of a line of a GPU; each stands for several seconds. */
  private static final int COLUMNS = 84;

  private static final String INDENT = "  ";

  private final JsonValue recording;
  private final Look look;
  private final boolean wide;
  private final Instant from;
  private final Instant to;
  private final Instant first;
  private final StringBuilder text = new StringBuilder();

  private RecordingText(JsonValue recording, Look look, boolean wide) {
    this.recording = recording;
    this.look = look;
    this.wide = wide;
    from = recording.at("from").instant().orElse(Instant.EPOCH);
    to = recording.at("to").instant().orElse(from);
    first =
        triggers().stream()
            .flatMap(one -> one.at("at").instant().stream())
            .findFirst()
            .orElse(from);
  }

  /**
   * The recording.
   *
   * @param wide all quantities of all GPUs in place of two of those that the triggers are about
   */
  public static String write(Node recording, Look look, boolean wide) {
    var shown = new RecordingText(JsonValue.of(recording), look, wide);
    shown.head();
    shown.gpus();
    shown.holders();
    shown.happened();
    return shown.text.toString();
  }

  private void line(String text) {
    this.text.append(SafeText.of(text, !look.unicode()).stripTrailing()).append('\n');
  }

  private void head() {
    line(recording.at("name").text() + "  node " + recording.at("node").text());
    line(
        from.truncatedTo(ChronoUnit.SECONDS)
            + " to "
            + to.truncatedTo(ChronoUnit.SECONDS)
            + (recording.at("complete").truth() ? "" : "  not complete")
            + (recording.at("simulated").truth() ? "  simulated" : ""));
  }

  private List<JsonValue> triggers() {
    return recording.at("triggers").items();
  }

  private void gpus() {
    var all = recording.at("series").at("gpus").items();
    var hit = all.stream().filter(this::isHit).toList();
    var shown = wide || hit.isEmpty() ? all : hit;
    line("");
    line(INDENT + " ".repeat(14) + marks());
    for (var gpu : shown) {
      line("GPU " + gpu.at("index").text() + (wide ? "  " + gpu.at("uuid").text() : ""));
      for (var quantity : RecordedQuantity.values()) {
        series(gpu, quantity);
      }
    }
    if (shown.size() < all.size()) {
      line("(" + (all.size() - shown.size()) + " other GPUs: -o wide)");
    }
  }

  private boolean isHit(JsonValue gpu) {
    var uuid = gpu.at("uuid").text();
    return triggers().stream().anyMatch(trigger -> trigger.at("gpu").text().equals(uuid));
  }

  /** A mark over the column of each trigger; where there is room, when the lines begin and end. */
  private String marks() {
    var marks = new StringBuilder(" ".repeat(COLUMNS));
    for (var trigger : triggers()) {
      trigger
          .at("at")
          .instant()
          .ifPresent(at -> marks.setCharAt(column(at), look.unicode() ? '↓' : 'v'));
    }
    label(marks, 0, offset(from).strip());
    var end = offset(to).strip();
    label(marks, COLUMNS - end.length(), end);
    return marks.toString();
  }

  private static void label(StringBuilder marks, int at, String label) {
    if (marks.substring(at, at + label.length()).isBlank()) {
      marks.replace(at, at + label.length(), label);
    }
  }

  private int column(Instant at) {
    double share = seconds(from, at) / Math.max(1, seconds(from, to));
    return Math.clamp((long) (share * COLUMNS), 0, COLUMNS - 1);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private void series(JsonValue gpu, RecordedQuantity quantity) {
    var values =
        gpu.at("series").at(quantity.key()).items().stream().map(JsonValue::decimal).toList();
    var known = values.stream().flatMapToDouble(OptionalDouble::stream).summaryStatistics();
    if (known.getCount() == 0) {
      line(
          INDENT
              + String.format(
                  Locale.ROOT,
                  "%-13s %s",
                  quantity.title(),
                  "no readings" + reason(gpu, quantity)));
      return;
    }
    double top = Math.max(quantity.top(), known.getMax());
    var shares = columns(values).map(value -> share(value, top)).toList();
    var drawn = new Cell.History(shares).in(COLUMNS, look).plain();
    line(
        new Line(look)
            .add(INDENT + quantity.title())
            .padTo(INDENT.length() + 14)
            .add(drawn)
            .padTo(INDENT.length() + 14 + COLUMNS + 1)
            .add(range(quantity.text(known.getMin()), quantity.text(known.getMax())))
            .plain());
  }

  private static String range(String least, String most) {
    return least.equals(most) ? most : least + " to " + most;
  }

  /** Why nothing was read, as it was when the first trigger was seen. */
  private String reason(JsonValue gpu, RecordedQuantity quantity) {
    return atTrigger()
        .flatMap(moment -> moment.at("snapshot").at("gpus").items().stream())
        .filter(one -> one.at("uuid").text().equals(gpu.at("uuid").text()))
        .map(one -> one.at("absent").at(quantity.key()))
        .filter(JsonValue::known)
        .findFirst()
        .map(RecordingText::absence)
        .orElse("");
  }

  private static String absence(JsonValue absent) {
    var failed = absent.at("failed");
    return ": "
        + (failed.known()
            ? failed.text() + " answered " + absent.at("code").text()
            : absent.words());
  }

  private Stream<JsonValue> atTrigger() {
    return recording.at("moments").items().stream()
        .filter(moment -> moment.at("moment").text().equals("trigger"));
  }

  private static OptionalDouble share(OptionalDouble value, double top) {
    return value.isPresent() && top > 0 ? OptionalDouble.of(value.getAsDouble() / top) : value;
  }

  /** The highest value of the seconds of each column; none where there is none. */
  private static Stream<OptionalDouble> columns(List<OptionalDouble> values) {
    return Stream.iterate(0, column -> column < COLUMNS, column -> column + 1)
        .map(
            column -> {
              int begin = column * values.size() / COLUMNS;
              int end = Math.max(begin + 1, (column + 1) * values.size() / COLUMNS);
              return values.subList(begin, Math.min(end, values.size())).stream()
                  .flatMapToDouble(OptionalDouble::stream)
                  .max();
            });
  }

  /** Who held what when the first trigger was seen. */
  private void holders() {
    var table = new TextTable().row("HOLDER", "GPU", "ACTIVITY", "CONTAINER");
    var held = atTrigger().flatMap(moment -> moment.at("allocations").items().stream()).toList();
    if (held.isEmpty()) {
      return;
    }
    held.forEach(
        one ->
            table.row(
                one.at("namespace").text() + "/" + one.at("pod").text(),
                gpu(one.at("gpu").text()) + instance(one),
                one.at("activity").words(),
                one.at("container").text()));
    text.append('\n').append(table);
  }

  private String gpu(String uuid) {
    return recording.at("series").at("gpus").items().stream()
        .filter(gpu -> gpu.at("uuid").text().equals(uuid))
        .map(gpu -> gpu.at("index").text())
        .findFirst()
        .orElse(uuid);
  }

  private static String instance(JsonValue allocation) {
    var id = allocation.at("gpuInstanceId");
    return id.known() ? "/" + id.text() : "";
  }

  /** A line of the time line. */
  private record Happened(Instant at, String mark, String text) {}

  private void happened() {
    var all = new ArrayList<Happened>();
    triggers().forEach(one -> add(all, one, "*"));
    for (var event : recording.at("events").items()) {
      if (triggers().stream().noneMatch(trigger -> isSame(trigger, event))) {
        add(all, event, " ");
      }
    }
    all.sort(Comparator.comparing(Happened::at));
    line("");
    all.forEach(one -> line(offset(one.at()) + " " + one.mark() + " " + one.text()));
    long more = recording.at("moreTriggers").whole().orElse(0);
    if (more > 0) {
      line("(" + more + " more triggers)");
    }
  }

  private static boolean isSame(JsonValue trigger, JsonValue event) {
    return trigger.at("at").instant().equals(event.at("at").instant())
        && trigger.at("text").text().equals(event.at("text").text());
  }

  private static void add(List<Happened> all, JsonValue what, String mark) {
    what.at("at")
        .instant()
        .ifPresent(at -> all.add(new Happened(at, mark, what.at("text").text())));
  }

  /** Minutes and seconds after the first trigger, such as {@code +1:05}. */
  private String offset(Instant at) {
    long seconds = Math.round(Duration.between(first, at).toMillis() / 1000.0);
    var text =
        String.format(
            Locale.ROOT,
            "%s%d:%02d",
            seconds < 0 ? "-" : "+",
            Math.abs(seconds) / 60,
            Math.abs(seconds) % 60);
    return String.format(Locale.ROOT, "%6s", text);
  }
}
