package io.gpunodeagent.agent.cluster.reviews;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;

/** Writes reviews, which are posted to be answered, and reads their answers. */
final class ReviewText {

  private ReviewText() {}

  /** Writes the fields of an object. */
  interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads a field of the status. */
  interface StatusField {
    void read(JsonParser json, String name) throws IOException;
  }

  /** The object with these fields. */
  static String of(Writing fields) throws IOException {
    var text = new StringWriter();
    try (var json = JsonReader.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * Whether the status says {@code true} of {@code verdict}; its other fields go to a reader.
   *
   * @return empty when the answer has no status
   */
  static Optional<Boolean> told(byte[] answer, String verdict, StatusField others)
      throws IOException {
    var said = new boolean[2];
    try (var json = JsonReader.FACTORY.createParser(answer)) {
      json.nextToken();
      JsonReader.object(
          json,
          part -> {
            if (part.equals("status")) {
              said[0] = true;
              JsonReader.object(
                  json,
                  name -> {
                    if (name.equals(verdict)) {
                      said[1] = JsonReader.isTrue(json);
                    } else {
                      others.read(json, name);
                    }
                  });
            }
          });
    }
    return said[0] ? Optional.of(said[1]) : Optional.empty();
  }
}
