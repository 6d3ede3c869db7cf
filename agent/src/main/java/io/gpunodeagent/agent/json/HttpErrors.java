package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.http.HttpAnswer;
import java.nio.charset.StandardCharsets;

/** Errors of the API: {@code {"error": {"status": 404, "message": "…"}}}. */
public final class HttpErrors {

  private HttpErrors() {}

  /** The error that {@code plain} says in one line, with the same status and headers. */
  public static HttpAnswer json(HttpAnswer plain) {
    var message = new String(plain.body(), StandardCharsets.UTF_8).strip();
    var error = new JsonObject().put("status", plain.status()).put("message", message);
    return new HttpAnswer(
        plain.status(),
        "application/json",
        plain.headers(),
        JsonObject.compact(new JsonObject().put("error", error)));
  }
}
