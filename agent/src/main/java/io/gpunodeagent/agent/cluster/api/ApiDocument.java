// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.document.RefusedException;
import java.util.Optional;

/**
 * A small object of the API server, read as one tree; large ones are read by {@link JsonReader} as
 * they arrive. A value of another type than expected reads as absent, so that one odd field costs
 * itself only.
 */
public final class ApiDocument {

  private static final Form<String> TEXT = Form.text("a text", Optional::of);
  private static final Form<Long> WHOLE =
      Form.number(
          "a whole number",
          digits ->
              digits.matches("-?[0-9]{1,18}")
                  ? Optional.of(Long.valueOf(digits))
                  : Optional.empty());

  private ApiDocument() {}

  /**
   * The fields of an answer.
   *
   * @param what it is to be, such as {@code review}
   * @throws ApiException when it is no JSON
   */
  public static MappingReader read(byte[] body, String what) throws ApiException {
    try {
      return new MappingReader(JsonDocument.read(body), _ -> {});
    } catch (RefusedException broken) {
      throw ApiException.unusable(
          "the answer is no " + what + ": it " + broken.problem().complaint());
    }
  }

  /** The text of a key; empty when it is none. */
  public static String text(MappingReader keys, String key) {
    return keys.get(key, TEXT, "");
  }

  /** The whole number of a key; 0 when it is none. */
  public static long number(MappingReader keys, String key) {
    return keys.get(key, WHOLE, 0L);
  }

  /** Whether a key is true. */
  public static boolean isTrue(MappingReader keys, String key) {
    return keys.get(key, Form.truth(), false);
  }
}
