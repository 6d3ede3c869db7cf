package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** {@link Remembered} as the content of the file. */
final class RememberedJson {

  /** Of another number nothing is taken: what its fields mean is not known. */
  static final int FORMAT = 2;

  /** Containers rarely outlive it unseen, and a clock that stood for so long proves little. */
  static final Duration OLDEST = Duration.ofHours(24);

  /** By how much a file may be of the future: clocks are corrected. */
  static final Duration AHEAD = Duration.ofMinutes(5);

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
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * What the file tells.
   *
   * @param bootId of this boot
   * @throws UnusableException when it is not of this boot, too old, or not what was written
   */
  static Remembered read(byte[] content, String bootId, Instant now) throws UnusableException {
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
    if (saved.isBefore(now.minus(OLDEST)) || saved.isAfter(now.plus(AHEAD))) {
      throw new UnusableException("was saved at " + saved + ", which is not of the last day");
    }
    var memory =
        new Remembered(
            UsageJson.read(boot, fields.object("usage")),
            PolicyJson.read(boot, fields.object("policies")),
            PolicyJson.readEvictions(fields));
    fields.end();
    return memory;
  }
}
