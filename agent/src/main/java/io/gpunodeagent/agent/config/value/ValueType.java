// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.value;

import io.gpunodeagent.core.document.Form;
import java.util.Optional;
import java.util.function.Function;

/**
 * What values a setting takes.
 *
 * @param name of the type, as the documentation shows it
 * @param rule which values are right, as a message says it after {@code use}
 * @param parser a text to a value, empty when the text breaks the rule
 * @param writer a value to the text that parses back to it
 * @param list whether a YAML list may be written in place of its items with commas between
 * @param <T> the value's type
 */
public record ValueType<T>(
    String name,
    String rule,
    Function<String, Optional<T>> parser,
    Function<T, String> writer,
    boolean list) {

  /** One value, not a list. */
  public ValueType(
      String name, String rule, Function<String, Optional<T>> parser, Function<T, String> writer) {
    this(name, rule, parser, writer, false);
  }

  /** The same as a document takes them: one value of any kind, by its text. */
  public Form<T> form() {
    return Form.written(rule, parser);
  }

  /** The same values, or none: an empty text is the absent value. */
  public ValueType<Optional<T>> orNone() {
    return new ValueType<>(
        name, rule, this::parseOrNone, value -> value.map(writer).orElse(""), list);
  }

  private Optional<Optional<T>> parseOrNone(String text) {
    return text.isEmpty() ? Optional.of(Optional.empty()) : nested(parser.apply(text));
  }

  /** A right value as one that might have been none; nothing stays nothing. */
  static <T> Optional<Optional<T>> nested(Optional<T> value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
