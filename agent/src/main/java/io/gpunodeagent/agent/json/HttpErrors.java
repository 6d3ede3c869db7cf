// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Errors of the API: {@code {"error": {"status": 404, "message": "…"}}}. */
public final class HttpErrors {

  private static final String ERROR = "error";
  private static final String MESSAGE = "message";

  private static final Form<String> LINE = Form.text("one line", Optional::of);

  private HttpErrors() {}

  /** The error that {@code plain} says in one line, with the same status and headers. */
  public static HttpAnswer json(HttpAnswer plain) {
    var message = new String(plain.body(), StandardCharsets.UTF_8).strip();
    var error = new JsonObject().put("status", plain.status()).put(MESSAGE, message);
    return new HttpAnswer(
        plain.status(),
        "application/json",
        plain.headers(),
        JsonObject.compact(new JsonObject().put(ERROR, error)));
  }

  /** The message of an error that {@link #json} made; empty text when {@code body} is none. */
  public static String message(byte[] body) {
    try {
      return new MappingReader(JsonDocument.read(body), _ -> {})
          .child(ERROR)
          .flatMap(error -> error.get(MESSAGE, LINE))
          .orElse("");
    } catch (RefusedException noJson) {
      return "";
    }
  }
}
