// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Reads the API server's Status object: why it refused. */
final class StatusReader {

  private static final int LONGEST = 16 * 1024;

  private String message = "";
  private int code;

  private StatusReader() {}

  /** The message in the body of a refusal; text that is no Status is taken as it is. */
  static String message(InputStream body) {
    try {
      var bytes = body.readNBytes(LONGEST);
      var text = new String(bytes, StandardCharsets.UTF_8);
      return text.startsWith("{") ? messageOf(bytes).orElse(text) : text;
    } catch (IOException _) {
      return "";
    }
  }

  /** The refusal in an event of a watch. */
  static ApiException refusal(JsonParser json) throws IOException {
    var status = new StatusReader();
    status.read(json);
    return ApiException.ofStatus(status.code, status.message, Duration.ZERO);
  }

  private static Optional<String> messageOf(byte[] body) {
    try (var json = JsonReader.FACTORY.createParser(body)) {
      json.nextToken();
      var status = new StatusReader();
      status.read(json);
      return Optional.of(status.message).filter(text -> !text.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void read(JsonParser json) throws IOException {
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "message" -> message = JsonReader.text(json);
            case "code" -> code = (int) JsonReader.number(json);
            default -> {}
          }
        });
  }
}
