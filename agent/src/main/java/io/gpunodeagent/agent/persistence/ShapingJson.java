package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.shaping.EnforcerReport;
import io.gpunodeagent.core.shaping.EnforcerReport.Changed;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import io.gpunodeagent.core.shaping.Memory;
import io.gpunodeagent.core.shaping.Owned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/** {@link Memory} as the content of the enforcer's file. */
final class ShapingJson {

  /** Of another number nothing is taken: what its fields mean is not known. */
  static final int FORMAT = 1;

  private static final int MOST_KNOBS = 1_000;
  private static final int MOST_CHANGES = 10_000;
  private static final int LONGEST_REASON = 400;
  private static final JsonFactory JSON = new JsonFactory();

  private ShapingJson() {}

  /** The file's content; the same for the same memory. */
  static byte[] write(Memory memory, String bootId) {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      var report = memory.report();
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("bootId", bootId);
      json.writeStringField("at", report.at().toString());
      json.writeNumberField("periodNanos", report.period().toNanos());
      json.writeArrayFieldStart("owned");
      for (var owned : memory.owned()) {
        knob(json, owned.knob());
        json.writeStringField("rule", owned.rule());
        json.writeStringField("earlier", owned.earlier());
        json.writeStringField("value", owned.value());
        json.writeStringField("since", owned.since().toString());
        json.writeEndObject();
      }
      json.writeEndArray();
      report(json, report);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void report(JsonGenerator json, EnforcerReport report) throws IOException {
    json.writeArrayFieldStart("standings");
    for (var standing : report.standings()) {
      standing(json, standing);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("changes");
    for (var entry : report.changes().entrySet()) {
      knob(json, entry.getKey().knob());
      json.writeStringField("change", entry.getKey().change().label());
      json.writeStringField("done", String.valueOf(entry.getKey().done()));
      json.writeNumberField("count", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("drifts");
    for (var entry : report.drifts().entrySet()) {
      knob(json, entry.getKey());
      json.writeNumberField("count", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void standing(JsonGenerator json, KnobState standing) throws IOException {
    knob(json, standing.knob());
    optional(json, "rule", standing.rule());
    optional(json, "desired", standing.desired());
    optional(json, "actual", standing.actual());
    json.writeStringField("state", standing.state().label());
    var reason = standing.reason().replaceAll("\\p{Cntrl}", " ");
    json.writeStringField("reason", reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
    json.writeStringField("dryRun", String.valueOf(standing.dryRun()));
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    }
  }

  private static void knob(JsonGenerator json, Knob knob) throws IOException {
    json.writeStartObject();
    json.writeStringField("gpu", knob.gpuUuid());
    json.writeStringField("field", knob.field().label());
  }

  /**
   * What the file tells.
   *
   * @param bootId of this boot: a driver forgets its settings with the machine
   * @throws UnusableException when it is not of this boot or not what was written
   */
  static Memory read(byte[] content, String bootId) throws UnusableException {
    if (content.length == 0 || content[content.length - 1] != '\n') {
      throw new UnusableException("is cut off after " + content.length + " bytes");
    }
    var fields = Fields.parse(content);
    long format = fields.count("format");
    if (format != FORMAT) {
      throw new UnusableException("has format " + format + ", this agent knows " + FORMAT);
    }
    if (!fields.text("bootId").equals(bootId)) {
      throw new UnusableException("is of an earlier boot of the machine");
    }
    var owned = new ArrayList<Owned>();
    for (var each : fields.list("owned", MOST_KNOBS)) {
      owned.add(
          new Owned(
              knob(each),
              each.text("rule"),
              each.text("earlier"),
              each.text("value"),
              each.instant("since")));
      each.end();
    }
    var memory = new Memory(owned, report(fields));
    fields.end();
    return memory;
  }

  private static EnforcerReport report(Fields fields) throws UnusableException {
    var standings = new ArrayList<KnobState>();
    for (var each : fields.list("standings", MOST_KNOBS)) {
      standings.add(
          new KnobState(
              knob(each),
              each.textIfAny("rule"),
              each.textIfAny("desired"),
              each.textIfAny("actual"),
              each.named("state", State.values(), State::label),
              each.text("reason"),
              truth(each, "dryRun")));
      each.end();
    }
    var changes = new LinkedHashMap<Changed, Long>();
    for (var each : fields.list("changes", MOST_CHANGES)) {
      var change = each.named("change", Change.values(), Change::label);
      changes.put(new Changed(knob(each), change, truth(each, "done")), each.count("count"));
      each.end();
    }
    var drifts = new LinkedHashMap<Knob, Long>();
    for (var each : fields.list("drifts", MOST_KNOBS)) {
      drifts.put(knob(each), each.count("count"));
      each.end();
    }
    return new EnforcerReport(
        fields.instant("at"), fields.span("periodNanos"), standings, changes, drifts);
  }

  private static Knob knob(Fields fields) throws UnusableException {
    return new Knob(fields.text("gpu"), fields.named("field", Field.values(), Field::label));
  }

  private static boolean truth(Fields fields, String name) throws UnusableException {
    return fields.named(name, new Boolean[] {true, false}, String::valueOf);
  }
}
