package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.json.HttpErrors;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Answers of the API. */
final class Answers {

  private static final String JSON = "application/json";
  private static final String ETAG = "ETag";

  private Answers() {}

  /** {@code content}, with a tag that tells whether it has changed. */
  static HttpAnswer json(JsonObject content) {
    var body = JsonObject.compact(content);
    return tagged(new HttpAnswer(200, JSON, Map.of("Cache-Control", "no-cache"), body));
  }

  /** {@code answer} with a tag of its body. */
  static HttpAnswer tagged(HttpAnswer answer) {
    var sum = new CRC32C();
    sum.update(answer.body());
    return answer.with(
        ETAG, "\"" + Long.toHexString(sum.getValue()) + "-" + answer.body().length + "\"");
  }

  /** {@code answer}, or that the client has it already. */
  static HttpAnswer unlessKnown(HttpAnswer answer, Optional<String> ifNoneMatch) {
    var tag = answer.headers().getOrDefault(ETAG, "");
    boolean known =
        ifNoneMatch.filter(header -> header.strip().equals("*") || names(header, tag)).isPresent();
    return known ? new HttpAnswer(304, JSON, answer.headers(), new byte[0]) : answer;
  }

  private static boolean names(String header, String tag) {
    for (var one : header.split(",", -1)) {
      if (one.strip().replaceFirst("^W/", "").equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /** A refusal: one message that says what is wrong. */
  static HttpAnswer error(int status, String message) {
    return HttpErrors.json(HttpAnswer.plain(status, message));
  }
}
