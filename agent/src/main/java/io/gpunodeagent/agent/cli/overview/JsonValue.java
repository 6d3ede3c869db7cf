// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import io.gpunodeagent.core.document.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A value of an answer of the API, read leniently: a key that is not there, or has another kind of
 * value, is a value that is not known. Other versions of the agent may answer with more or less.
 */
public record JsonValue(Optional<Node> node) {

  public static JsonValue of(Node node) {
    return new JsonValue(Optional.of(node));
  }

  /** What stands under {@code key}. */
  public JsonValue at(String key) {
    return new JsonValue(
        node.filter(Node.Mapping.class::isInstance)
            .map(Node.Mapping.class::cast)
            .flatMap(
                mapping ->
                    mapping.entries().stream()
                        .filter(entry -> entry.key().equals(key))
                        .map(Node.Entry::value)
                        .findFirst()));
  }

  /** The elements; none when it is no list. */
  public List<JsonValue> items() {
    return node.filter(Node.Items.class::isInstance)
        .map(Node.Items.class::cast)
        .map(list -> list.items().stream().map(JsonValue::of).toList())
        .orElse(List.of());
  }

  /** Whether there is a value. */
  public boolean known() {
    return node.filter(one -> !(one instanceof Node.Absent)).isPresent();
  }

  private Optional<String> written() {
    return node.filter(Node.Scalar.class::isInstance)
        .map(Node.Scalar.class::cast)
        .map(Node.Scalar::written);
  }

  /** The text; empty text when there is none. */
  public String text() {
    return written().orElse("");
  }

  /** The text with blanks in place of underscores. */
  public String words() {
    return text().replace('_', ' ');
  }

  /** The texts of a list, joined by a comma. */
  public String joined() {
    return items().stream().map(JsonValue::words).collect(Collectors.joining(", "));
  }

  public boolean truth() {
    return written().filter("true"::equals).isPresent();
  }

  public OptionalDouble decimal() {
    var numeral = node.filter(Node.Numeral.class::isInstance).flatMap(_ -> written());
    return numeral.map(Double::valueOf).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  public OptionalLong whole() {
    var value = decimal();
    return value.isPresent() ? OptionalLong.of((long) value.getAsDouble()) : OptionalLong.empty();
  }

  public OptionalInt count() {
    var value = decimal();
    return value.isPresent() ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
  }

  /** A span in seconds; zero when it is not known. */
  public Duration seconds() {
    return Duration.ofMillis((long) (decimal().orElse(0) * 1000));
  }

  /** The instant; empty when the text is none. */
  public Optional<Instant> instant() {
    try {
      return written().map(Instant::parse);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
