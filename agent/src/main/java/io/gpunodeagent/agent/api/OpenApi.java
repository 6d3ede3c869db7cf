// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The description of the API, a resource of the program. */
final class OpenApi {

  private static final String FILE = "openapi.yaml";

  static final HttpAnswer ANSWER = read();

  private OpenApi() {}

  private static HttpAnswer read() {
    try (var file = OpenApi.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its resource " + FILE);
      }
      return EntityTag.on(new HttpAnswer(200, "application/yaml", Map.of(), file.readAllBytes()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
