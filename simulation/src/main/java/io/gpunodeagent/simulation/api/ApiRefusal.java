// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import java.util.Map;

/** A request that is answered with an error. */
final class ApiRefusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;

  /**
   * A refusal.
   *
   * @param code of HTTP
   * @param reason in the API's terms, such as {@code NotFound}
   */
  ApiRefusal(int code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static ApiRefusal notFound(Resource resource, String name) {
    return new ApiRefusal(
        404, "NotFound", "%s \"%s\" not found".formatted(resource.plural(), name));
  }

  static ApiRefusal unknownPath() {
    return new ApiRefusal(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiRefusal expired() {
    return new ApiRefusal(410, "Expired", "too old resource version");
  }

  int code() {
    return code;
  }

  Map<String, Object> status() {
    return Tree.of(
        "kind",
        "Status",
        "apiVersion",
        "v1",
        "status",
        "Failure",
        "message",
        String.valueOf(getMessage()),
        "reason",
        reason,
        "code",
        code);
  }
}
