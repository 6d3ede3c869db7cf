// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a resource, as far as an answer depends on it.
 *
 * @param resource below {@code /api/v1/}, such as {@code node}
 * @param query its parameters, decoded; those without a value have an empty text
 * @param ifNoneMatch the {@code If-None-Match} header
 */
public record ApiQuery(
    String resource, Map<String, List<String>> query, Optional<String> ifNoneMatch) {

  public ApiQuery {
    query = Map.copyOf(query);
  }

  /** A request without parameters. */
  public static ApiQuery of(String resource) {
    return new ApiQuery(resource, Map.of(), Optional.empty());
  }
}
