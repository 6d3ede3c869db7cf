package io.gpunodeagent.agent.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer before it is sent.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param headers besides those every answer has
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Response(int status, String contentType, Map<String, String> headers, byte[] body) {

  static final String PLAIN = "text/plain; charset=utf-8";

  /** An answer without further headers. */
  static Response of(int status, String contentType, String body) {
    return new Response(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** One line of plain text. */
  static Response plain(int status, String line) {
    return of(status, PLAIN, line + "\n");
  }

  /** The same with one more header. */
  Response with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, Map.copyOf(more), body);
  }
}
