// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.Form;
import io.gpunodeagent.core.document.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Which values the keys of the device plugin's configuration take. */
final class PluginForms {

  static final Form<Boolean> BOOL =
      new Form<>("true or false, without quotes", Form.truth().reader());

  static final Form<String> TEXT =
      Form.text("a text, in quotes where YAML needs them", Optional::of);

  static final Form<List<Node>> LIST =
      new Form<>(
          "a list, each item on a line of its own, after -",
          node -> node instanceof Node.Items list ? Optional.of(list.items()) : Optional.empty());

  private PluginForms() {}

  static Form<String> choice(List<String> choices) {
    return Form.text(Alternatives.of(choices), text -> Optional.of(text).filter(choices::contains));
  }

  /** A whole number that fits; the plugin's own are of 64 bits, but none needs more than 32. */
  static Form<Integer> integer(int least) {
    return new Form<>(
        "a whole number of at least " + least,
        node -> {
          var number = number(node);
          return number.isPresent() && number.getAsDouble() == (int) number.getAsDouble()
              ? Optional.of((int) number.getAsDouble()).filter(is -> is >= least)
              : Optional.empty();
        });
  }

  /** The number that a node is. */
  static OptionalDouble number(Node node) {
    if (node instanceof Node.Numeral number) {
      try {
        return OptionalDouble.of(Double.parseDouble(number.written()));
      } catch (NumberFormatException forced) {
        // A word that is a number by its tag only.
      }
    }
    return OptionalDouble.empty();
  }
}
