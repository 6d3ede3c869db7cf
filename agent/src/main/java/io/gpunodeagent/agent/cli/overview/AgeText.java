// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.time.Duration;

/** AgeText of time in the two largest units, such as {@code 2d3h}, {@code 41m} and {@code 12s}. */
public final class AgeText {

  private AgeText() {}

  /** The span, cut to whole units; minutes stand alone and so do seconds. */
  public static String text(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (days > 0) {
      return days + "d" + two(hours % 24, "h");
    }
    if (hours > 0) {
      return hours + "h" + two(minutes % 60, "m");
    }
    return minutes > 0 ? minutes + "m" : seconds + "s";
  }

  private static String two(long rest, String unit) {
    return rest == 0 ? "" : rest + unit;
  }
}
