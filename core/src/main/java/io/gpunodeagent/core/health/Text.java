// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.text.OneLine;
import java.time.Duration;

/** Short forms for people. */
final class Text {

  private Text() {}

  /** At most {@code longest} characters on one line. */
  static String line(String text, int longest) {
    return OneLine.of(text, longest);
  }

  /** Such as {@code 10 min} or {@code 1 h 5 min}. */
  static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    long minutes = seconds / 60;
    return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
  }
}
