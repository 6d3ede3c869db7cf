package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.Kind;
import io.gpunodeagent.agent.metrics.catalogue.Metric;
import io.gpunodeagent.agent.metrics.catalogue.Scope;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a dcgm-exporter counters file: {@code name, type, help} a line. A line that cannot be
 * served is reported and left out; it never costs the others.
 */
public final class CountersFile {

  /** No honest counters file comes near; a wrong path might. */
  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final List<Selected> selected = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Integer> lineOfName = new HashMap<>();

  private CountersFile(Path file) {
    this.file = file;
  }

  /** What became of a file. */
  public sealed interface Result {}

  /**
   * It was read.
   *
   * @param selection what it asks for and can be served, in its order
   * @param problems the lines left out
   */
  public record Loaded(MetricSelection selection, List<Problem> problems) implements Result {
    public Loaded {
      problems = List.copyOf(problems);
    }
  }

  /**
   * It could not be read; what was served before should stay.
   *
   * @param reason one phrase
   */
  public record Unreadable(Path file, String reason) implements Result {
    @Override
    public String toString() {
      return file + ": " + reason;
    }
  }

  /**
   * A line that is not served.
   *
   * @param line its number, from 1
   * @param name the metric it names, or its text when it names none
   * @param reason one phrase
   */
  public record Problem(Path file, int line, String name, String reason) {
    @Override
    public String toString() {
      return "%s:%d: %s: %s".formatted(file, line, name, reason);
    }
  }

  /** Reads {@code file}. */
  public static Result read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        return new Unreadable(file, "larger than 1 MiB");
      }
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException missing) {
      return new Unreadable(file, "no such file");
    } catch (AccessDeniedException denied) {
      return new Unreadable(file, "permission denied");
    } catch (CharacterCodingException binary) {
      return new Unreadable(file, "not UTF-8 text");
    } catch (IOException failure) {
      return new Unreadable(file, "cannot be read: " + failure.getMessage());
    }
  }

  static Loaded parse(Path file, String text) {
    var counters = new CountersFile(file);
    for (var line : GoCsv.parse(text)) {
      switch (line) {
        case GoCsv.Fields(var number, var fields) -> counters.line(number, fields);
        case GoCsv.Malformed(var number, var whole, var reason) ->
            counters.report(number, whole, reason);
      }
    }
    return new Loaded(MetricSelection.of(counters.selected), counters.problems);
  }

  private void line(int number, List<String> fields) {
    var name = fields.getFirst();
    if (fields.size() != 3) {
      report(
          number,
          name,
          "%d fields where name, type and help are expected; quote a help text that has a comma"
              .formatted(fields.size()));
      return;
    }
    switch (Catalogue.meaning(name, false)) {
      case Catalogue.Served(var metric) -> metric(number, fields, metric);
      case Catalogue.Refused(var reason) -> report(number, name, reason);
      case Catalogue.Unknown() -> report(number, name, "unknown metric");
    }
  }

  private void metric(int number, List<String> fields, Metric metric) {
    var name = fields.getFirst();
    var type = fields.get(1);
    var kind = Kind.ofWord(type);
    var objection =
        kind.isEmpty()
            ? Optional.of("type '%s' is not gauge, counter or label".formatted(type))
            : objection(metric, kind.get());
    if (objection.isPresent()) {
      report(number, name, objection.get());
      return;
    }
    var earlier = lineOfName.putIfAbsent(name, number);
    if (earlier != null) {
      report(number, name, "already in line " + earlier);
      return;
    }
    var help = fields.get(2).isEmpty() ? metric.helpWithUnit() : fields.get(2);
    selected.add(new Selected(metric, name, kind.orElseThrow(), help));
  }

  private static Optional<String> objection(Metric metric, Kind kind) {
    if (metric.kind() == Kind.LABEL && kind != Kind.LABEL) {
      return Optional.of("a text, which only type label can carry");
    }
    var several = metric.scope() == Scope.LINK || metric.field().isExportersOwn();
    if (kind == Kind.LABEL && several) {
      return Optional.of("has several values for a GPU, so it cannot be a label");
    }
    return Optional.empty();
  }

  private void report(int line, String name, String reason) {
    problems.add(new Problem(file, line, name, reason));
  }
}
