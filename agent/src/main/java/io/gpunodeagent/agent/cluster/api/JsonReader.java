// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Walks JSON as it arrives: what nobody asks for is skipped without being held.
 *
 * <p>A value of another type than expected reads as absent, so that one odd field costs itself
 * only.
 */
public final class JsonReader {

  /** Characters of one text; no object of the API server's holds more than 1.5 MiB. */
  private static final int LONGEST_TEXT = 1536 * 1024;

  /** Characters of a value that is copied; far more than any object of the API server's. */
  private static final int LONGEST_COPY = 4 * LONGEST_TEXT;

  /** Names are not interned: those of labels and annotations are anybody's. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).build())
          .build();

  private JsonReader() {}

  /** Takes the fields of an object; may leave its value unread, or read it to its end. */
  public interface Field {
    void read(String name) throws IOException;
  }

  /** Takes an element of an array; may leave it unread, or read it to its end. */
  public interface Element {
    void read() throws IOException;
  }

  /** Reads the fields of the object the parser is at. */
  public static void object(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      field.read(name);
      json.skipChildren();
    }
  }

  /**
   * The text of the value the parser is at, to be read later; the parser goes to its end.
   *
   * @throws ApiException when it is too long to be held
   */
  static String copy(JsonParser json) throws IOException {
    var text = new StringWriter();
    try (var copy = FACTORY.createGenerator(text)) {
      int depth = 0;
      do {
        copy.copyCurrentEvent(json);
        if (text.getBuffer().length() > LONGEST_COPY) {
          throw ApiException.unusable("an object of more than " + LONGEST_COPY + " characters");
        }
        var token = json.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0 && json.nextToken() != null);
    }
    return text.toString();
  }

  /** Reads the elements of the array the parser is at. */
  public static void array(JsonParser json, Element element) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
      json.skipChildren();
    }
  }

  /** The text the parser is at; empty when it is at none. */
  public static String text(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
  }

  /** The whole number the parser is at; 0 when it is at none that fits. */
  public static long number(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        ? json.getLongValue()
        : 0;
  }

  /** Whether the parser is at {@code true}. */
  public static boolean isTrue(JsonParser json) {
    return json.currentToken() == JsonToken.VALUE_TRUE;
  }

  /** The time the parser is at. */
  public static Optional<Instant> time(JsonParser json) throws IOException {
    try {
      return Optional.of(Instant.parse(text(json)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
