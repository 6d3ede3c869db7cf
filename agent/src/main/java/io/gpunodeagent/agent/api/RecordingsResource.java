// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.recorder.RecordingEntryJson;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.agent.recorder.UnusableRecordingException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recordings: read from their folder at each request, since others may delete them. What is
 * asked for is never part of a path unless it is the name of a recording.
 *
 * @param folder where they are; empty where nothing is recorded
 */
record RecordingsResource(Optional<RecordingFolder> folder) {

  private static final String BELOW = "recordings/";

  /** The name in the path of one recording; empty of another path. */
  static Optional<String> name(String resource) {
    return resource.startsWith(BELOW)
        ? Optional.of(resource.substring(BELOW.length()))
        : Optional.empty();
  }

  /** All of them, newest first, with the state that {@code head} is of. */
  HttpAnswer list(JsonObject head) {
    try {
      var entries = folder.isEmpty() ? List.<RecordingFolder.Entry>of() : folder.get().entries();
      return Answers.json(
          head.put("enabled", folder.isPresent())
              .put("recordings", RecordingEntryJson.of(entries)));
    } catch (IOException unreadable) {
      return Answers.error(
          503, "the folder of the recordings cannot be read; the agent's log says why");
    }
  }

  /** One of them as it was written. */
  HttpAnswer one(String name) {
    try {
      var content = folder.isEmpty() ? Optional.<byte[]>empty() : folder.get().read(name);
      if (content.isEmpty()) {
        return Answers.error(404, "no such recording; recordings lists them");
      }
      RecordingFolder.check(content.get());
      return EntityTag.on(new HttpAnswer(200, "application/json", Map.of(), content.get()));
    } catch (UnusableRecordingException unusable) {
      return Answers.error(500, "the recording " + unusable.predicate());
    } catch (IOException unreadable) {
      return Answers.error(500, "the recording cannot be read: " + unreadable.getMessage());
    }
  }
}
