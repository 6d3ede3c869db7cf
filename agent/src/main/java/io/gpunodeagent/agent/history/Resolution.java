// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import java.util.Arrays;
import java.util.Optional;

/** How finely and how far back. */
public enum Resolution {
  /** Five minutes of seconds: the latest sample of each. */
  SECOND("1s", 1, 300),
  /** An hour of ten seconds each: the mean of the samples in them. */
  TEN_SECONDS("10s", 10, 360);

  private final String text;
  private final int seconds;
  private final int slots;

  Resolution(String text, int seconds, int slots) {
    this.text = text;
    this.seconds = seconds;
    this.slots = slots;
  }

  /** The one that is written so. */
  public static Optional<Resolution> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
  }

  /** How it is written. */
  public String text() {
    return text;
  }

  /** Seconds of a slot. */
  public int seconds() {
    return seconds;
  }

  /** How many are kept. */
  public int slots() {
    return slots;
  }
}
