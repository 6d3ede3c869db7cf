// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which values a key takes.
 *
 * @param rule which are right, as a message says it after {@code use}
 * @param reader a node to the value, empty when it breaks the rule
 * @param <T> the value's type
 */
public record Form<T>(String rule, Function<Node, Optional<T>> reader) {

  /** A single value, of any kind, by the text that is written. */
  public static <T> Form<T> written(String rule, Function<String, Optional<T>> parser) {
    return new Form<>(
        rule,
        node ->
            node instanceof Node.Scalar scalar ? parser.apply(scalar.written()) : Optional.empty());
  }

  /** A text; what looks like a number or a truth and has no quotes is none. */
  public static <T> Form<T> text(String rule, Function<String, Optional<T>> parser) {
    return new Form<>(
        rule,
        node -> node instanceof Node.Text text ? parser.apply(text.written()) : Optional.empty());
  }

  /** A number. */
  public static <T> Form<T> number(String rule, Function<String, Optional<T>> parser) {
    return new Form<>(
        rule,
        node ->
            node instanceof Node.Numeral number
                ? parser.apply(number.written())
                : Optional.empty());
  }

  /** True or false. */
  public static Form<Boolean> truth() {
    return new Form<>(
        "true or false",
        node -> node instanceof Node.Truth truth ? Optional.of(truth.value()) : Optional.empty());
  }

  /** The one of {@code all} whose label the text is. */
  public static <T> Form<T> label(String rule, T[] all, Function<T, String> label) {
    return text(
        rule, text -> Arrays.stream(all).filter(one -> label.apply(one).equals(text)).findFirst());
  }
}
