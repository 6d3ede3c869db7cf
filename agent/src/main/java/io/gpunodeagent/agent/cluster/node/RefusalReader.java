// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import io.gpunodeagent.agent.cluster.api.ApiDocument;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.node.NodeAnswer.Cause;
import io.gpunodeagent.core.document.MappingReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the Status object of a refused write: what of it is wrong, or who holds it. */
final class RefusalReader {

  private static final String CONFLICT = "FieldManagerConflict";
  private static final Pattern HOLDER = Pattern.compile("conflict with \"([^\"]*)\"");

  private final List<Cause> causes = new ArrayList<>();
  private final Map<String, Set<String>> holders = new HashMap<>();

  private RefusalReader() {}

  /**
   * What the refusal means.
   *
   * @param retryAfter of the answer's head, or zero
   */
  static NodeAnswer answer(int status, byte[] body, Duration retryAfter) {
    var read = new RefusalReader();
    String message;
    var pause = retryAfter;
    try {
      var keys = ApiDocument.read(body, "Status");
      message = ApiDocument.text(keys, "message");
      for (var details : keys.child("details").stream().toList()) {
        details.children("causes").forEach(read::cause);
        var asked = Duration.ofSeconds(ApiDocument.number(details, "retryAfterSeconds"));
        pause = pause.isZero() ? asked : pause;
      }
    } catch (ApiException _) {
      // A proxy's page: the text is all there is.
      message = new String(body, StandardCharsets.UTF_8);
    }
    var reason = ApiException.ofStatus(status, message, Duration.ZERO).reason();
    return switch (status) {
      case 409 -> new NodeAnswer.Conflict(read.holders, reason);
      case 413, 422 -> new NodeAnswer.Invalid(read.causes, reason);
      case 429 -> new NodeAnswer.TooMany(pause, reason);
      default ->
          status >= 500 || status == 408
              ? new NodeAnswer.Unavailable(pause, reason)
              : new NodeAnswer.Forbidden(reason);
    };
  }

  private void cause(MappingReader cause) {
    var path = ApiDocument.text(cause, "field");
    var field = path.startsWith(".") ? path.substring(1) : path;
    var text = ApiDocument.text(cause, "message");
    if (ApiDocument.text(cause, "reason").equals(CONFLICT)) {
      var holder = HOLDER.matcher(text);
      holders
          .computeIfAbsent(field, _ -> new TreeSet<>())
          .add(holder.find() ? holder.group(1) : text);
    } else {
      causes.add(new Cause(field, text));
    }
  }
}
