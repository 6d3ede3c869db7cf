// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Place;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads and writes JSON that programs write: places have a path and no line. */
public final class JsonDocument {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final int DEEPEST = 16;

  private JsonDocument() {}

  /**
   * The one value that {@code bytes} are.
   *
   * @throws RefusedException when they are none, or go on after it
   */
  public static Node read(byte[] bytes) {
    try (var json = JSON.createParser(bytes)) {
      json.nextToken();
      var root = node(json, Place.root(""), 1);
      if (json.nextToken() != null) {
        throw refused("goes on after its end");
      }
      return root;
    } catch (JsonProcessingException broken) {
      throw refused("is cut off or no JSON: " + broken.getOriginalMessage());
    } catch (IOException broken) {
      throw refused("is no JSON: " + broken.getMessage());
    }
  }

  /**
   * The entries of an object up to the key {@code end}; what follows is not read.
   *
   * @param bytes the object, or as much of it as holds that key
   * @throws RefusedException when they are no such object
   */
  public static Node readUntil(byte[] bytes, String end) {
    try (var json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw refused("is no JSON object");
      }
      var place = Place.root("");
      return new Node.Mapping(place, entries(json, place, 1, end::equals));
    } catch (JsonProcessingException broken) {
      throw refused("is cut off or no JSON: " + broken.getOriginalMessage());
    } catch (IOException broken) {
      throw refused("is no JSON: " + broken.getMessage());
    }
  }

  private static RefusedException refused(String complaint) {
    return new RefusedException(new Problem("", "", complaint, ""));
  }

  private static Node node(JsonParser json, Place place, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw refused("is nested more than " + DEEPEST + " deep");
    }
    return switch (json.currentToken()) {
      case START_OBJECT -> new Node.Mapping(place, entries(json, place, depth, _ -> false));
      case START_ARRAY -> new Node.Items(place, items(json, place, depth));
      case VALUE_STRING -> new Node.Text(place, json.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Numeral(place, json.getText());
      case VALUE_TRUE -> new Node.Truth(place, "true", true);
      case VALUE_FALSE -> new Node.Truth(place, "false", false);
      case VALUE_NULL -> new Node.Absent(place);
      case null -> throw refused("is empty");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw refused("is no JSON");
    };
  }

  /** The entries up to the key that is {@code last}, which is not among them. */
  private static List<Node.Entry> entries(
      JsonParser json, Place place, int depth, Predicate<String> last) throws IOException {
    var entries = new ArrayList<Node.Entry>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      if (last.test(name)) {
        break;
      }
      json.nextToken();
      entries.add(new Node.Entry(name, node(json, place.key(name), depth + 1)));
    }
    return entries;
  }

  private static List<Node> items(JsonParser json, Place place, int depth) throws IOException {
    var items = new ArrayList<Node>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(json, place.item(items.size(), 0, 0), depth + 1));
    }
    return items;
  }

  /** What writes one value. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void write(JsonGenerator json) throws IOException;
  }

  /** What {@code content} writes, and a line end. */
  public static byte[] write(Content content) {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      content.write(json);
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
