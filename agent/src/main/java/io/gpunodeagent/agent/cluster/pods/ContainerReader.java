// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.core.sources.PodInfo.Container;
import io.gpunodeagent.core.sources.PodInfo.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Reads the status of a container. Its last state is of a container that is gone: not kept. */
final class ContainerReader {

  private final JsonParser json;
  private String name = "";
  private String id = "";
  private int restarts;
  private Optional<Instant> startedAt = Optional.empty();

  private ContainerReader(JsonParser json) {
    this.json = json;
  }

  /** The container whose status the parser is at. */
  static Container read(JsonParser json, Kind kind) throws IOException {
    var reader = new ContainerReader(json);
    JsonReader.object(json, reader::field);
    return new Container(
        reader.name,
        reader.id.isEmpty() ? Optional.empty() : Optional.of(reader.id),
        kind,
        reader.startedAt,
        reader.restarts);
  }

  private void field(String field) throws IOException {
    switch (field) {
      case "name" -> name = JsonReader.text(json);
      case "containerID" -> {
        var text = JsonReader.text(json);
        id = text.substring(text.indexOf("//") < 0 ? 0 : text.indexOf("//") + 2);
      }
      case "restartCount" -> restarts = (int) JsonReader.number(json);
      case "state" -> JsonReader.object(json, this::state);
      default -> {}
    }
  }

  private void state(String state) throws IOException {
    if (state.equals("running")) {
      JsonReader.object(
          json,
          field -> {
            if (field.equals("startedAt")) {
              startedAt = JsonReader.time(json);
            }
          });
    }
  }
}
