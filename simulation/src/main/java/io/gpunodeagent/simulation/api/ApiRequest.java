// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request.
 *
 * @param path its parts, decoded
 * @param accept the content types asked for
 * @param contentType of the body
 */
record ApiRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String accept,
    String contentType,
    String body) {

  static List<String> path(URI uri) {
    return Arrays.stream(uri.getRawPath().split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(ApiRequest::decoded)
        .toList();
  }

  static Map<String, String> query(URI uri) {
    var query = new HashMap<String, String>();
    var raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (var pair : raw.split("&", -1)) {
      var parts = pair.split("=", 2);
      query.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  boolean says(String key) {
    var value = query.getOrDefault(key, "");
    return value.equals("true") || value.equals("1");
  }

  boolean dryRun() {
    return query.containsKey("dryRun");
  }

  /** Whether only the metadata of objects are wanted. */
  boolean metadataOnly() {
    return accept.contains("as=PartialObjectMetadata");
  }
}
