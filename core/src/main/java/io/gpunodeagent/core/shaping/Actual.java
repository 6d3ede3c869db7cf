// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

/** What a knob was found to stand at. */
public sealed interface Actual {

  /**
   * It was read.
   *
   * @param value as the configuration names it, such as {@code short} or {@code exclusiveProcess}
   */
  record Known(String value) implements Actual {}

  /**
   * This GPU or driver has no such setting.
   *
   * @param reason who said so, one line
   */
  record Unsupported(String reason) implements Actual {}

  /**
   * It could not be read: it stands anywhere.
   *
   * @param reason the thing and the error, one line
   */
  record Unknown(String reason) implements Actual {}

  /** The value, or why there is none, for a log. */
  default String text() {
    return switch (this) {
      case Known(var value) -> value;
      case Unsupported(var _) -> "unsupported";
      case Unknown(var _) -> "unknown";
    };
  }
}
