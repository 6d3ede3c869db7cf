// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.labels.plugin.PluginChoice.Chosen;
import io.gpunodeagent.core.labels.plugin.PluginChoice.Fallback;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which configuration is a node's, by the rules of the device plugin's config-manager. */
class PluginChoiceTest {

  /** Columns: the keys there are, the Node's label, the default, the fallbacks, what is chosen. */
  @ParameterizedTest
  @CsvSource({
    "a b default, b, a, NAMED SINGLE, key b",
    "a b default, '', a, NAMED SINGLE, key a",
    "a b default, , a, NAMED SINGLE, key a",
    "a b default, , , NAMED SINGLE, key default",
    "a b default, , '', NAMED SINGLE, key default",
    "a b default, c, a, NAMED SINGLE, 'label nvidia.com/device-plugin.config: \"c\" is not one of"
        + " a, b, default'",
    "a b default, , c, NAMED EMPTY, 'default key: \"c\" is not one of a, b, default'",
    "a, , , NAMED SINGLE, key a",
    "a b, , , NAMED SINGLE EMPTY, without",
    "a b, , , NAMED SINGLE, 'label nvidia.com/device-plugin.config: names one of a, b, and there is"
        + " no default: label the node, or name a default'",
    "a, , , '', 'label nvidia.com/device-plugin.config: names one of a, and there is no default:"
        + " label the node, or name a default'",
    "a, , , EMPTY SINGLE, without",
    "'', , , NAMED SINGLE, 'label nvidia.com/device-plugin.config: names one of no keys, and there"
        + " is no default: label the node, or name a default'"
  })
  void theLabelThenTheDefaultThenTheFallbacksCount(
      String keys, String label, String byDefault, String fallbacks, String expected) {
    var choice =
        new PluginChoice(
            Optional.ofNullable(byDefault),
            words(fallbacks).stream().map(Fallback::valueOf).toList());
    var chosen = choice.among(Set.copyOf(words(keys)), Optional.ofNullable(label));
    assertThat(shown(chosen)).startsWith(expected);
  }

  @Test
  void unlessToldOtherwiseItIsAsThePluginsChartHasIt() {
    var keys = new TreeSet<>(Set.of("default", "other"));
    assertThat(new PluginChoice(Optional.empty()).among(keys, Optional.empty()))
        .isEqualTo(new Chosen.Key("default"));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String shown(Chosen chosen) {
    return switch (chosen) {
      case Chosen.Key(var key) -> "key " + key;
      case Chosen.Without() -> "without";
      case Chosen.Missing(var problem) -> problem.line();
    };
  }
}
