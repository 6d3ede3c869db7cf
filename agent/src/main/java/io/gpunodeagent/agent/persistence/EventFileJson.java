// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.count;
import static io.gpunodeagent.agent.document.JsonParts.index;
import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.label;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.name;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.agent.document.RecordPart;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.overview.Occurrence;
import java.util.List;
import java.util.OptionalInt;

/** Events as the content of a file, newest first. They stay true after a reboot. */
final class EventFileJson {

  private static final long KNOWN = 1;

  /** As many as are kept of a day. */
  private static final int MOST = 1_000;

  private static final JsonPart<Long> FORMAT = count("format");

  private static final JsonPart<OptionalInt> XID =
      index("xid")
          .ifAny()
          .as(
              found -> found.map(OptionalInt::of).orElseGet(OptionalInt::empty),
              code -> code.stream().boxed().findFirst());

  private static final JsonPart<Occurrence> EVENT =
      RecordPart.of(
          Occurrence.class,
          instant("at"),
          label("kind", Occurrence.Kind.values(), Occurrence.Kind::label),
          label("severity", Severity.values(), Severity::label),
          name("gpu").ifAny(),
          name("pod").ifAny(),
          XID,
          name("text"));

  private static final JsonPart<List<NumberedOccurrence>> EVENTS =
      list(
          "events",
          MOST,
          RecordPart.of(NumberedOccurrence.class, count("sequence"), EVENT),
          NumberedOccurrence::sequence);

  private EventFileJson() {}

  static byte[] write(List<NumberedOccurrence> events) {
    return JsonDocument.write(
        json -> {
          json.writeStartObject();
          FORMAT.write(KNOWN, json);
          EVENTS.write(events, json);
          json.writeEndObject();
        });
  }

  static List<NumberedOccurrence> read(byte[] content) throws UnusableException {
    try {
      var keys = MappingReader.refusing(JsonDocument.read(content));
      long format = FORMAT.read(keys);
      if (format != KNOWN) {
        throw new UnusableException("has format " + format + ", this agent knows " + KNOWN);
      }
      return EVENTS.whole(keys);
    } catch (RefusedException refused) {
      throw new UnusableException(refused);
    }
  }
}
