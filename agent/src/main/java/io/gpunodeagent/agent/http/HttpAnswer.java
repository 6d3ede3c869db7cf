// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer before it is sent.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param headers besides those every answer has
 * @param body not to be changed: answers may share it
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by nobody; a copy would cost a megabyte a scrape
public record HttpAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {

  public static final String PLAIN = "text/plain; charset=utf-8";

  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /** An answer without further headers. */
  public static HttpAnswer of(int status, String contentType, String body) {
    return new HttpAnswer(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** One line of plain text. */
  public static HttpAnswer plain(int status, String line) {
    return of(status, PLAIN, line + "\n");
  }

  /** The same with one more header. */
  public HttpAnswer with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(status, contentType, more, body);
  }
}
