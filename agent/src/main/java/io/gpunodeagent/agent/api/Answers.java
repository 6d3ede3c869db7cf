// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.json.HttpErrors;
import java.util.Map;

/** Answers of the API. */
final class Answers {

  private static final String JSON = "application/json";

  private Answers() {}

  /** {@code content}, with a tag that tells whether it has changed. */
  static HttpAnswer json(JsonObject content) {
    var body = JsonObject.compact(content);
    return EntityTag.on(new HttpAnswer(200, JSON, Map.of(), body));
  }

  /** A refusal: one message that says what is wrong. */
  static HttpAnswer error(int status, String message) {
    return HttpErrors.json(HttpAnswer.plain(status, message));
  }
}
