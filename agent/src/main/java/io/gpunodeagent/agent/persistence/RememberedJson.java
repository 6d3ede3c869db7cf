// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.object;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.health.HealthMemory;
import io.gpunodeagent.core.policy.PolicyMemory;
import io.gpunodeagent.core.usage.UsageMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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

  private static final JsonPart<Instant> SAVED_AT = instant("savedAt");
  private static final JsonPart<HealthMemory> HEALTH = object("health", HealthJson.PART);

  private RememberedJson() {}

  private static JsonPart<UsageMemory> usage(String bootId) {
    return object("usage", UsageJson.part(bootId));
  }

  private static JsonPart<PolicyMemory> policies(String bootId) {
    return object("policies", PolicyJson.part(bootId));
  }

  /** The file's content; the same for the same memory and time. */
  static byte[] write(Remembered memory, Instant now) {
    var bootId = memory.usage().bootId();
    return JsonDocument.write(
        json -> {
          json.writeStartObject();
          StateHead.write(FORMAT, bootId, json);
          SAVED_AT.write(now, json);
          usage(bootId).write(memory.usage(), json);
          policies(bootId).write(memory.policies(), json);
          PolicyJson.EVICTIONS.write(memory.evictions(), json);
          HEALTH.write(memory.health(), json);
          json.writeEndObject();
        });
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
    var keys = StateHead.read(content, FORMAT, bootId);
    var faults = new ArrayList<String>();
    // Files of older versions have no such part.
    var health =
        part(
            () -> keys.has("health") ? HEALTH.read(keys) : HealthMemory.none(),
            HealthMemory::none,
            HEALTH_LOST,
            faults);
    var memory =
        part(() -> pods(keys, bootId, now), () -> Remembered.none(bootId, now), USAGE_LOST, faults);
    return new Content(memory.with(health), faults);
  }

  private static <T> T part(
      Supplier<T> reading, Supplier<T> otherwise, String loss, List<String> faults) {
    try {
      return reading.get();
    } catch (RefusedException refused) {
      faults.add(new UnusableException(refused).getMessage() + ": " + loss);
      return otherwise.get();
    }
  }

  private static Remembered pods(MappingReader keys, String bootId, Instant now) {
    var saved = SAVED_AT.read(keys);
    if (saved.isBefore(now.minus(OLDEST)) || saved.isAfter(now.plus(AHEAD))) {
      throw new RefusedException(keys.problem("savedAt", "is not of the last day", ""));
    }
    keys.find("health");
    var memory =
        new Remembered(
            usage(bootId).read(keys),
            policies(bootId).read(keys),
            PolicyJson.EVICTIONS.read(keys),
            HealthMemory.none());
    keys.finish();
    return memory;
  }
}
