// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import static io.gpunodeagent.agent.document.JsonParts.count;
import static io.gpunodeagent.agent.document.JsonParts.index;
import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.label;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.text;
import static io.gpunodeagent.agent.document.JsonParts.truth;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.agent.document.RecordPart;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.recording.RecordingWindow;
import io.gpunodeagent.core.recording.Trigger;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a recording begins with: all that a list of recordings needs.
 *
 * @param name of the recording
 * @param node as the metrics name it
 * @param version of the agent that wrote it
 * @param simulated whether a scenario was played in place of hardware
 * @param complete false while it is recorded, and for good when the agent ended before it did
 * @param from the first second of its series
 * @param to the last second of its series
 * @param triggers the first ones, oldest first
 * @param moreTriggers how many are not listed
 */
public record RecordingHead(
    String name,
    String node,
    String version,
    boolean simulated,
    boolean complete,
    Instant from,
    Instant to,
    List<Trigger> triggers,
    long moreTriggers) {

  /** Of another number nothing is taken: what its fields mean is not known. */
  public static final int FORMAT = 1;

  /** The field after the head. */
  static final String NEXT = "events";

  /** No head is longer: 50 triggers of 500 characters of three bytes, and their names. */
  static final int LONGEST = 128 * 1024;

  private static final JsonPart<Long> FORMAT_PART = count("format");

  private static final JsonPart<Trigger.Cause> CAUSE =
      RecordPart.of(
          Trigger.Cause.class,
          label("kind", Trigger.Kind.values(), Trigger.Kind::label),
          text("gpu").ifAny(),
          text("pod").ifAny(),
          index("xid")
              .ifAny()
              .as(
                  found -> found.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                  code -> code.stream().boxed().findFirst()));

  /** A trigger as fields of an object. */
  static final JsonPart<Trigger> TRIGGER =
      RecordPart.of(Trigger.class, instant("at"), CAUSE, text("text"));

  private static final JsonPart<RecordingHead> PART =
      RecordPart.of(
          RecordingHead.class,
          text("name"),
          text("node"),
          text("agentVersion"),
          truth("simulated"),
          truth("complete"),
          instant("from"),
          instant("to"),
          list("triggers", RecordingWindow.MOST_TRIGGERS, TRIGGER),
          count("moreTriggers"));

  public RecordingHead {
    triggers = List.copyOf(triggers);
  }

  /** Writes it into the object that is begun. */
  public void write(JsonGenerator json) throws IOException {
    FORMAT_PART.write((long) FORMAT, json);
    PART.write(this, json);
  }

  /**
   * The head of the recording that begins with {@code bytes}.
   *
   * @throws UnusableRecordingException when it is none, or of a format that is not known
   */
  static RecordingHead read(byte[] bytes) throws UnusableRecordingException {
    try {
      return read(JsonDocument.readUntil(bytes, NEXT));
    } catch (RefusedException refused) {
      throw new UnusableRecordingException(refused);
    }
  }

  /**
   * The same of a whole recording.
   *
   * @throws UnusableRecordingException when it is of a format that is not known
   */
  static RecordingHead read(Node recording) throws UnusableRecordingException {
    try {
      var keys = MappingReader.refusing(recording);
      long found = FORMAT_PART.read(keys);
      if (found != FORMAT) {
        throw new UnusableRecordingException(
            "has format "
                + found
                + ", this agent knows "
                + FORMAT
                + ": use the agent that wrote it");
      }
      return PART.read(keys);
    } catch (RefusedException refused) {
      throw new UnusableRecordingException(refused);
    }
  }
}
