package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.snapshot.Reading;
import io.gpunodeagent.core.snapshot.Readings;
import io.gpunodeagent.core.snapshot.Signal;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes readings: a value or null each, and beside them why a null is one: {@code "unsupported"}
 * or {@code {"failed": function, "code": n}}.
 */
final class ReadingsJson {

  private final JsonGenerator json;
  private final Map<String, Reading<?>> absent = new TreeMap<>();

  ReadingsJson(JsonGenerator json) {
    this.json = json;
  }

  /** All of {@code readings} as the field {@code readings}, sorted by key. */
  void write(Readings readings) throws IOException {
    var sorted = new TreeMap<String, Signal<?>>();
    readings.signals().forEach(signal -> sorted.put(SignalKey.of(signal), signal));
    json.writeObjectFieldStart("readings");
    for (var entry : sorted.entrySet()) {
      write(entry.getKey(), readings.get(entry.getValue()));
    }
    json.writeEndObject();
  }

  /** One reading as the field {@code key}. */
  void write(String key, Reading<?> reading) throws IOException {
    json.writeFieldName(key);
    switch (reading) {
      case Reading.Value<?>(var value) -> writeValue(value);
      case Reading.Unsupported<?> _, Reading.Failed<?> _ -> {
        absent.put(key, reading);
        json.writeNull();
      }
    }
  }

  private void writeValue(Object value) throws IOException {
    switch (value) {
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeString(value.toString());
    }
  }

  /** Why the nulls so far are ones, as the field {@code absent}. */
  void writeAbsent() throws IOException {
    json.writeObjectFieldStart("absent");
    for (var entry : absent.entrySet()) {
      json.writeFieldName(entry.getKey());
      if (entry.getValue() instanceof Reading.Failed<?>(var function, var code)) {
        json.writeStartObject();
        json.writeStringField("failed", function);
        json.writeNumberField("code", code);
        json.writeEndObject();
      } else {
        json.writeString("unsupported");
      }
    }
    json.writeEndObject();
    absent.clear();
  }
}
