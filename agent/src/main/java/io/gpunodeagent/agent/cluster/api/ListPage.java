// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads a page of a list, object by object as they arrive. */
final class ListPage {

  private String version = "";
  private String next = "";
  private boolean listed;

  private ListPage() {}

  /**
   * The page the parser is before.
   *
   * @param copy takes the objects
   * @throws ApiException when it is no page of a list: half of one would be as wrong as none
   */
  static <T> ListPage read(JsonParser json, ListWatch.Source<T> source, Copy<T> copy)
      throws IOException {
    var page = new ListPage();
    json.nextToken();
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "metadata" -> JsonReader.object(json, field -> page.metadata(json, field));
            case "items" -> {
              page.listed = true;
              JsonReader.array(json, () -> copy.put(source.read(json)));
            }
            default -> {}
          }
        });
    if (!page.listed || page.version.isEmpty()) {
      throw ApiException.unusable("the answer is no list");
    }
    return page;
  }

  /** Resource version of the list. */
  String version() {
    return version;
  }

  /** Names the next page; empty when this is the last. */
  String next() {
    return next;
  }

  private void metadata(JsonParser json, String field) throws IOException {
    switch (field) {
      case "resourceVersion" -> version = JsonReader.text(json);
      case "continue" -> next = JsonReader.text(json);
      default -> {}
    }
  }
}
