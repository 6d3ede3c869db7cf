// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts readings into an object: a value or null each, and beside them why a null is one: {@code
 * "unsupported"} or {@code {"failed": function, "code": n}}.
 */
final class ReadingsJson {

  private final JsonObject target;
  private final TreeMap<String, Object> absent = new TreeMap<>();

  ReadingsJson(JsonObject target) {
    this.target = target;
  }

  /** All of {@code readings} as the field {@code readings}, sorted by key. */
  ReadingsJson put(Readings readings) {
    var sorted = new TreeMap<String, Reading<?>>();
    readings.signals().forEach(signal -> sorted.put(SignalKey.of(signal), readings.get(signal)));
    var inner = new JsonObject();
    sorted.forEach((key, reading) -> put(inner, key, reading));
    target.put("readings", inner);
    return this;
  }

  /** One reading as the field {@code key}. */
  ReadingsJson put(String key, Reading<?> reading) {
    put(target, key, reading);
    return this;
  }

  /** One reading of {@code readings}, which may not be of the latest pass, as {@code key}. */
  ReadingsJson put(String key, Signal<?> signal, Readings readings, boolean fresh) {
    if (!fresh) {
      putNone(key, "not_fresh");
    } else if (!readings.holds(signal)) {
      putNone(key, "not_read");
    } else {
      put(key, readings.get(signal));
    }
    return this;
  }

  private void putNone(String key, String reason) {
    target.put(key, null);
    absent.put(key, reason);
  }

  /** Why the nulls so far are ones. */
  Map<String, Object> absent() {
    return absent;
  }

  private void put(JsonObject object, String key, Reading<?> reading) {
    switch (reading) {
      case Reading.Value<?>(var value) -> object.put(key, shown(value));
      case Reading.Unsupported<?> _ -> {
        object.put(key, null);
        absent.put(key, "unsupported");
      }
      case Reading.Failed<?>(var function, var code) -> {
        object.put(key, null);
        absent.put(key, new JsonObject().put("failed", function).put("code", code));
      }
    }
  }

  private static Object shown(Object value) {
    return switch (value) {
      case Long _, Double _, Boolean _ -> value;
      default -> value.toString();
    };
  }

  /** Why the nulls so far are ones, as the field {@code absent}. */
  void putAbsent() {
    target.put("absent", absent);
  }
}
