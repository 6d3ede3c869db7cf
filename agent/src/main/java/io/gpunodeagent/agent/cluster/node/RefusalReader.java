package io.gpunodeagent.agent.cluster.node;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.node.NodeAnswer.Cause;
import java.io.IOException;
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
  private String message = "";
  private Duration pause;

  private RefusalReader(Duration pause) {
    this.pause = pause;
  }

  /**
   * What the refusal means.
   *
   * @param retryAfter of the answer's head, or zero
   */
  static NodeAnswer answer(int status, byte[] body, Duration retryAfter) {
    var read = new RefusalReader(retryAfter);
    try (var json = JsonReader.FACTORY.createParser(body)) {
      json.nextToken();
      read.status(json);
    } catch (IOException _) {
      // A proxy's page: the text is all there is.
      read.message = new String(body, StandardCharsets.UTF_8);
    }
    var reason = ApiException.ofStatus(status, read.message, Duration.ZERO).reason();
    return switch (status) {
      case 409 -> new NodeAnswer.Conflict(read.holders, reason);
      case 413, 422 -> new NodeAnswer.Invalid(read.causes, reason);
      case 429 -> new NodeAnswer.TooMany(read.pause, reason);
      default ->
          status >= 500 || status == 408
              ? new NodeAnswer.Unavailable(reason)
              : new NodeAnswer.Forbidden(reason);
    };
  }

  private void status(JsonParser json) throws IOException {
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "message" -> message = JsonReader.text(json);
            case "details" -> details(json);
            default -> {}
          }
        });
  }

  private void details(JsonParser json) throws IOException {
    JsonReader.object(
        json,
        name -> {
          switch (name) {
            case "causes" -> JsonReader.array(json, () -> cause(json));
            case "retryAfterSeconds" -> {
              var asked = Duration.ofSeconds(JsonReader.number(json));
              pause = pause.isZero() ? asked : pause;
            }
            default -> {}
          }
        });
  }

  private void cause(JsonParser json) throws IOException {
    var texts = new HashMap<String, String>();
    JsonReader.object(json, name -> texts.put(name, JsonReader.text(json)));
    var path = texts.getOrDefault("field", "");
    var field = path.startsWith(".") ? path.substring(1) : path;
    var text = texts.getOrDefault("message", "");
    if (CONFLICT.equals(texts.get("reason"))) {
      var holder = HOLDER.matcher(text);
      holders
          .computeIfAbsent(field, _ -> new TreeSet<>())
          .add(holder.find() ? holder.group(1) : text);
    } else {
      causes.add(new Cause(field, text));
    }
  }
}
