package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import io.gpunodeagent.core.health.HealthMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@link Remembered} as the content of the file. */
final class RememberedJson {

  /** Of another number nothing is taken: what its fields mean is not known. */
  static final int FORMAT = 2;

  /** Containers rarely outlive it unseen, and a clock that stood for so long proves little. */
  static final Duration OLDEST = Duration.ofHours(24);

  /** By how much a file may be of the future: clocks are corrected. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  /** What a file costs whose usage, policies and evictions are of no use. */
  static final String USAGE_LOST = "usage starts from zero";

  private static final String HEALTH_LOST =
      "what was wrong with the GPUs before the restart is not known";

  private static final JsonFactory JSON = new JsonFactory();

  private RememberedJson() {}

  /** The file's content; the same for the same memory and time. */
  static byte[] write(Remembered memory, Instant now) {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format", FORMAT);
      json.writeStringField("bootId", memory.usage().bootId());
      json.writeStringField("savedAt", now.toString());
      json.writeObjectFieldStart("usage");
      UsageJson.write(memory.usage(), json);
      json.writeEndObject();
      json.writeObjectFieldStart("policies");
      PolicyJson.write(memory.policies(), json);
      json.writeEndObject();
      json.writeArrayFieldStart("evictions");
      PolicyJson.write(memory.evictions(), json);
      json.writeEndArray();
      json.writeObjectFieldStart("health");
      HealthJson.write(memory.health(), json);
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * What a file holds.
   *
   * @param memory what is of use
   * @param faults why parts of it are not, each a line that says what that costs
   */
  record Content(Remembered memory, List<String> faults) {}

  /**
   * What the file holds. Usage, policies and evictions are used together or not at all: half of
   * them would be a wrong memory. What is wrong with the GPUs stands by itself, and gets no older
   * than the boot.
   *
   * @param bootId of this boot
   * @throws UnusableException when it is not of this boot, or not what was written
   */
  static Content read(byte[] content, String bootId, Instant now) throws UnusableException {
    if (content.length == 0) {
      throw new UnusableException("is empty");
    }
    if (content[content.length - 1] != '\n') {
      throw new UnusableException("is cut off after " + content.length + " bytes");
    }
    var fields = Fields.parse(content);
    long format = fields.count("format");
    if (format != FORMAT) {
      throw new UnusableException("has format " + format + ", this agent knows " + FORMAT);
    }
    var saved = fields.instant("savedAt");
    var boot = fields.text("bootId");
    if (!boot.equals(bootId)) {
      throw new UnusableException("is of an earlier boot of the machine, saved at " + saved);
    }
    var faults = new ArrayList<String>();
    var health = HealthMemory.none();
    try {
      health = health(fields);
    } catch (UnusableException unusable) {
      faults.add(unusable.getMessage() + ": " + HEALTH_LOST);
    }
    var memory = Remembered.none(boot, now);
    try {
      memory = pods(fields, boot, saved, now);
    } catch (UnusableException unusable) {
      faults.add(unusable.getMessage() + ": " + USAGE_LOST);
    }
    return new Content(memory.with(health), faults);
  }

  private static Remembered pods(Fields fields, String boot, Instant saved, Instant now)
      throws UnusableException {
    if (saved.isBefore(now.minus(OLDEST)) || saved.isAfter(now.plus(AHEAD))) {
      throw new UnusableException("was saved at " + saved + ", which is not of the last day");
    }
    var memory =
        new Remembered(
            UsageJson.read(boot, fields.object("usage")),
            PolicyJson.read(boot, fields.object("policies")),
            PolicyJson.readEvictions(fields),
            HealthMemory.none());
    fields.end();
    return memory;
  }

  /** Files of older versions have no such part. */
  private static HealthMemory health(Fields fields) throws UnusableException {
    var health = fields.objectIfAny("health");
    return health.isPresent() ? HealthJson.read(health.get()) : HealthMemory.none();
  }
}
