// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/**
 * One event of a watch.
 *
 * @param <T> what is kept of an object
 */
sealed interface WatchEvent<T> {

  /** The object is new, or has changed. */
  record Stored<T>(Versioned<T> object) implements WatchEvent<T> {}

  /** The object is gone; this was its last state. */
  record Deleted<T>(Versioned<T> object) implements WatchEvent<T> {}

  /** Nothing changed up to this resource version. */
  record Bookmark<T>(String version) implements WatchEvent<T> {}

  /**
   * The event the parser is at. The API server writes the type first; a proxy that sorts what it
   * passes on does not.
   *
   * @return empty for an event without an object
   * @throws ApiException when it is a refusal of the server, or no event
   */
  static <T> Optional<WatchEvent<T>> read(JsonParser json, ListWatch.Source<T> source)
      throws IOException {
    var reader = new Reader<>(source);
    JsonReader.object(json, name -> reader.field(json, name));
    return reader.event();
  }

  /** Reads the fields of an event in any order. */
  final class Reader<T> {

    private final ListWatch.Source<T> source;
    private String type = "";
    private String early = "";
    private Optional<WatchEvent<T>> found = Optional.empty();

    private Reader(ListWatch.Source<T> source) {
      this.source = source;
    }

    private void field(JsonParser json, String name) throws IOException {
      switch (name) {
        case "type" -> type = JsonReader.text(json);
        case "object" -> {
          if (type.isEmpty()) {
            early = JsonReader.copy(json);
          } else {
            found = Optional.of(object(json));
          }
        }
        default -> {}
      }
    }

    private Optional<WatchEvent<T>> event() throws IOException {
      if (early.isEmpty()) {
        return found;
      }
      try (var again = JsonReader.FACTORY.createParser(early)) {
        again.nextToken();
        return Optional.of(object(again));
      }
    }

    private WatchEvent<T> object(JsonParser json) throws IOException {
      return switch (type) {
        case "ADDED", "MODIFIED" -> new Stored<>(source.read(json));
        case "DELETED" -> new Deleted<>(source.read(json));
        case "BOOKMARK" -> new Bookmark<>(Meta.read(json).resourceVersion());
        case "ERROR" -> throw StatusReader.refusal(json);
        default -> throw ApiException.unusable("an event of type '" + type + "'");
      };
    }
  }
}
