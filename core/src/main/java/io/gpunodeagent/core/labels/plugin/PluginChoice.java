// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import io.gpunodeagent.core.document.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of several configurations is that of a node's device plugin, by the rules of the plugin's
 * own config-manager: the Node's label, else the default, else the fallbacks in their order.
 *
 * @param defaultKey of a Node without the label; it must exist
 * @param fallbacks of a Node without the label where there is no default
 */
public record PluginChoice(Optional<String> defaultKey, List<Fallback> fallbacks) {

  /** The Node's label that names a configuration. */
  public static final String LABEL = "nvidia.com/device-plugin.config";

  private static final String NAMED = "default";

  /** What is taken when nothing is named. */
  public enum Fallback {
    /** The configuration called {@code default}, where there is one. */
    NAMED,
    /** The only one, where there is one only. */
    SINGLE,
    /** None at all: nothing is shared. */
    EMPTY
  }

  public PluginChoice {
    defaultKey = defaultKey.filter(key -> !key.isEmpty());
    fallbacks = List.copyOf(fallbacks);
  }

  /** One with the fallbacks of the plugin's chart: {@code default}, else the only one. */
  public PluginChoice(Optional<String> defaultKey) {
    this(defaultKey, List.of(Fallback.NAMED, Fallback.SINGLE));
  }

  /** What was chosen. */
  public sealed interface Chosen {

    /** The configuration of this key. */
    record Key(String key) implements Chosen {}

    /** The plugin runs without a configuration. */
    record Without() implements Chosen {}

    /** There is none to choose: the plugin does not start, or goes on with its last one. */
    record Missing(Problem problem) implements Chosen {}
  }

  /**
   * Chooses.
   *
   * @param keys of the configurations there are
   * @param label the Node's, when it has it; empty text is as good as none
   */
  public Chosen among(Set<String> keys, Optional<String> label) {
    var named = label.filter(value -> !value.isEmpty());
    if (named.isPresent()) {
      return known(keys, named.get(), "label " + LABEL, "correct the label, or add the key");
    }
    if (defaultKey.isPresent()) {
      return known(keys, defaultKey.get(), "default key", "correct the default, or add the key");
    }
    for (var fallback : fallbacks) {
      var chosen = by(fallback, keys);
      if (chosen.isPresent()) {
        return chosen.get();
      }
    }
    return new Chosen.Missing(
        new Problem(
            "",
            "label " + LABEL,
            "names one of " + shown(keys) + ", and there is no default",
            "label the node, or name a default"));
  }

  private static Chosen known(Set<String> keys, String key, String subject, String remedy) {
    return keys.contains(key)
        ? new Chosen.Key(key)
        : new Chosen.Missing(Problem.of("", subject, key, "is not one of " + shown(keys), remedy));
  }

  private static Optional<Chosen> by(Fallback fallback, Set<String> keys) {
    return switch (fallback) {
      case NAMED -> keys.contains(NAMED) ? Optional.of(new Chosen.Key(NAMED)) : Optional.empty();
      case SINGLE ->
          keys.size() == 1 ? Optional.of(new Chosen.Key(keys.iterator().next())) : Optional.empty();
      case EMPTY -> Optional.of(new Chosen.Without());
    };
  }

  private static String shown(Set<String> keys) {
    return keys.isEmpty() ? "no keys" : String.join(", ", keys.stream().sorted().toList());
  }
}
