// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a {@link FaultyProxy} does to one request. */
public sealed interface Fault {

  /** The request never reaches the server; this is answered. */
  public record Instead(int status, Map<String, String> headers, String body) implements Fault {

    public Instead {
      headers = Map.copyOf(headers);
    }

    public byte[] bytes() {
      var head = new StringBuilder("HTTP/1.1 " + status + " Fault\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      var length = body.getBytes(StandardCharsets.UTF_8).length;
      head.append("Content-Type: application/json\r\nContent-Length: ").append(length);
      return head.append("\r\n\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The request never reaches the server, and nothing is answered. */
  public record Silence() implements Fault {}

  /** The request never reaches the server; the connection ends. */
  public record HangUp() implements Fault {}

  /** The server did what was asked; the connection ends before its answer. */
  public record LostAnswer() implements Fault {}

  /** Refused with a status, and the Status object of an API server. */
  public static Fault status(int status) {
    return new Instead(status, Map.of(), statusObject(status, ""));
  }

  /** Refused with 429 and the time to wait. */
  public static Fault tooManyRequests(int retryAfterSeconds) {
    var details = ",\"details\":{\"retryAfterSeconds\":" + retryAfterSeconds + "}";
    return new Instead(
        429,
        Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
        statusObject(429, details));
  }

  private static String statusObject(int status, String details) {
    var reason =
        switch (status) {
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 404 -> "NotFound";
          case 409 -> "Conflict";
          case 410 -> "Expired";
          case 422 -> "Invalid";
          case 429 -> "TooManyRequests";
          case 500 -> "InternalError";
          case 503 -> "ServiceUnavailable";
          case 504 -> "Timeout";
          default -> "";
        };
    return """
    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
    "message":"injected fault","reason":"%s","code":%d%s}\
    """
        .formatted(reason, status, details);
  }
}
