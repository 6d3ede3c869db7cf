// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.count;
import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.label;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.span;
import static io.gpunodeagent.agent.document.JsonParts.text;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.agent.document.RecordPart;
import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.shaping.EnforcerReport;
import io.gpunodeagent.core.shaping.EnforcerReport.Changed;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import io.gpunodeagent.core.shaping.Memory;
import io.gpunodeagent.core.shaping.Owned;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** {@link Memory} as the content of the enforcer's file. */
final class ShapingJson {

  /** Of another number nothing is taken: what its fields mean is not known. */
  static final int FORMAT = 1;

  private static final int MOST_KNOBS = 1_000;
  private static final int MOST_CHANGES = 10_000;
  private static final JsonPart<Knob> KNOB =
      RecordPart.of(Knob.class, text("gpu"), label("field", Field.values(), Field::label));

  private static final JsonPart<Owned> OWNED =
      RecordPart.of(
          Owned.class, KNOB, text("rule"), text("earlier"), text("value"), instant("since"));

  private static final JsonPart<KnobState> KNOB_STATE =
      RecordPart.of(
          KnobState.class,
          KNOB,
          text("rule").ifAny(),
          text("desired").ifAny(),
          text("actual").ifAny(),
          label("state", State.values(), State::label),
          text("reason"),
          truthAsText("dryRun"));

  private static final JsonPart<Changed> CHANGED =
      RecordPart.of(
          Changed.class,
          KNOB,
          label("change", Change.values(), Change::label),
          truthAsText("done"));

  private static final JsonPart<EnforcerReport> REPORT =
      RecordPart.of(
          EnforcerReport.class,
          instant("at"),
          span("periodNanos"),
          list("standings", MOST_KNOBS, KNOB_STATE),
          counts("changes", MOST_CHANGES, CHANGED),
          counts("drifts", MOST_KNOBS, KNOB));

  private static final JsonPart<Memory> MEMORY =
      RecordPart.of(Memory.class, list("owned", MOST_KNOBS, OWNED), REPORT);

  private ShapingJson() {}

  /** How often something was. */
  public record Counted(Object what, long count) {}

  @SuppressWarnings("unchecked")
  private static <K> JsonPart<SequencedMap<K, Long>> counts(
      String name, int most, JsonPart<K> key) {
    return list(name, most, RecordPart.of(Counted.class, key, count("count")), Counted::what)
        .as(
            found -> {
              var counts = new LinkedHashMap<K, Long>();
              found.forEach(one -> counts.put((K) one.what(), one.count()));
              return counts;
            },
            counts -> {
              var all = counts.entrySet().stream();
              return all.map(one -> new Counted(one.getKey(), one.getValue())).toList();
            });
  }

  private static JsonPart<Boolean> truthAsText(String name) {
    return label(name, new Boolean[] {true, false}, String::valueOf);
  }

  /** The file's content; the same for the same memory. */
  static byte[] write(Memory memory, String bootId) {
    return JsonDocument.write(
        json -> {
          json.writeStartObject();
          StateHead.write(FORMAT, bootId, json);
          MEMORY.write(memory, json);
          json.writeEndObject();
        });
  }

  /**
   * What the file tells.
   *
   * @param bootId of this boot: a driver forgets its settings with the machine
   * @throws UnusableException when it is not of this boot or not what was written
   */
  static Memory read(byte[] content, String bootId) throws UnusableException {
    var keys = StateHead.read(content, FORMAT, bootId);
    try {
      return MEMORY.whole(keys);
    } catch (RefusedException refused) {
      throw new UnusableException(refused);
    }
  }
}
