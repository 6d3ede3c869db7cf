// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.value.ValueType;
import java.util.function.Consumer;

/**
 * A section of the configuration, for the method that makes a record of it. Each key is declared
 * where its value is taken, so that there is no key without a use and no use of an undeclared key.
 * Which keys are declared never depends on a value.
 */
final class Section {

  private final String prefix;
  private final Values values;
  private final Consumer<Setting<?>> declared;

  private Section(String prefix, Values values, Consumer<Setting<?>> declared) {
    this.prefix = prefix;
    this.values = values;
    this.declared = declared;
  }

  /**
   * The whole configuration.
   *
   * @param values what is written; the defaults hold for the rest
   * @param declared is given each key in the order in which its value is taken, which is that of
   *     the documentation
   */
  static Section root(Values values, Consumer<Setting<?>> declared) {
    return new Section("", values, declared);
  }

  /** The section below this one. */
  Section section(String name) {
    return new Section(prefix + name + ".", values, declared);
  }

  /** Declares a key of this section, and gives its value: see {@link Setting}. */
  <T> T get(String name, ValueType<T> type, T defaultValue, Setting.Kind kind, String doc) {
    var setting = new Setting<>(prefix + name, type, defaultValue, kind, doc);
    declared.accept(setting);
    return values.get(setting);
  }
}
