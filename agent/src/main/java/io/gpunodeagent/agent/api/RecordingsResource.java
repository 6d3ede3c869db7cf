// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.files.BoundedCalls;
import io.gpunodeagent.agent.files.BoundedCalls.NoAnswerException;
import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.recorder.RecordingEntryJson;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.agent.recorder.UnusableRecordingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recordings: read from their folder at each request, since others may delete them. What is
 * asked for is never part of a path unless it is the name of a recording. A disk that hangs costs
 * an answer, and no request waits for it.
 *
 * @param folder where they are; empty where nothing is recorded
 * @param calls into the folder
 */
record RecordingsResource(Optional<RecordingFolder> folder, BoundedCalls calls) {

  private static final int MOST_CALLS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  RecordingsResource(Optional<RecordingFolder> folder) {
    this(folder, new BoundedCalls("recordings", MOST_CALLS, PATIENCE));
  }

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
      var entries =
          folder.isEmpty()
              ? List.<RecordingFolder.Entry>of()
              : calls.call(() -> folder.get().entries());
      return Answers.json(
          head.put("enabled", folder.isPresent())
              .put("recordings", RecordingEntryJson.of(entries)));
    } catch (NoAnswerException hangs) {
      return hangs(hangs);
    } catch (InterruptedException stopped) {
      return stopped();
    } catch (IOException unreadable) {
      return Answers.error(
          503, "the folder of the recordings cannot be read; the agent's log says why");
    }
  }

  /** One of them as it was written. */
  HttpAnswer one(String name) {
    try {
      var content =
          folder.isEmpty() ? Optional.<byte[]>empty() : calls.call(() -> folder.get().read(name));
      if (content.isEmpty()) {
        return Answers.error(404, "no such recording; recordings lists them");
      }
      RecordingFolder.check(content.get());
      return EntityTag.on(new HttpAnswer(200, "application/json", Map.of(), content.get()));
    } catch (UnusableRecordingException unusable) {
      return Answers.error(500, "the recording " + unusable.predicate());
    } catch (NoAnswerException hangs) {
      return hangs(hangs);
    } catch (InterruptedException stopped) {
      return stopped();
    } catch (IOException unreadable) {
      return Answers.error(500, "the recording cannot be read: " + IoReason.of(unreadable));
    }
  }

  private static HttpAnswer hangs(NoAnswerException none) {
    return Answers.error(
        503, "the disk of the recordings gives " + none.getMessage() + "; look after the disk");
  }

  private static HttpAnswer stopped() {
    Thread.currentThread().interrupt();
    return Answers.error(503, "the agent stops");
  }
}
