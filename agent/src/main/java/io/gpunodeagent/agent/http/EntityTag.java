// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The {@code ETag} of an answer: a client that has the same bytes need not be sent them again. */
public final class EntityTag {

  private static final String ETAG = "ETag";

  private EntityTag() {}

  /** {@code answer} with a tag of its body, to be asked for each time it is used. */
  public static HttpAnswer on(HttpAnswer answer) {
    var sum = new CRC32C();
    sum.update(answer.body());
    var tag = "\"" + Long.toHexString(sum.getValue()) + "-" + answer.body().length + "\"";
    return answer.with(ETAG, tag).with("Cache-Control", "no-cache");
  }

  /**
   * {@code answer}, or 304 when the client has it already.
   *
   * @param ifNoneMatch the request's {@code If-None-Match} header: tags, or {@code *}
   */
  public static HttpAnswer unlessKnown(HttpAnswer answer, Optional<String> ifNoneMatch) {
    var tag = answer.headers().getOrDefault(ETAG, "");
    // A refusal has no tag, and is nothing that the client may have already.
    boolean known = !tag.isEmpty() && ifNoneMatch.filter(header -> names(header, tag)).isPresent();
    return known
        ? new HttpAnswer(304, answer.contentType(), answer.headers(), new byte[0])
        : answer;
  }

  private static boolean names(String header, String tag) {
    return Arrays.stream(header.split(",", -1))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }
}
