// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.util.Optional;

/** What rules and the GPU's holders come to for one knob. */
public sealed interface Demand {

  /** No rule of a pod that holds the GPU says anything of it. */
  record None() implements Demand {}

  /**
   * It is unknown: the present setting is left as it is.
   *
   * @param reason one line
   */
  record Undecided(String reason) implements Demand {}

  /**
   * It is to stand at a value.
   *
   * @param rule the name of the rule
   * @param value as the configuration names it
   * @param conflict the rules that ask for something else and lost; empty when there is none
   */
  record Wanted(String rule, String value, Optional<String> conflict) implements Demand {}

  /** A rule asks for a value that would do harm. */
  record Refused(String rule, String value, SettingRefusal refusal) implements Demand {}
}
