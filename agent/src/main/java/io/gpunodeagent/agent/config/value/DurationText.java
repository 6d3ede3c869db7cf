// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.value;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 250ms}, {@code 30s}, {@code 1m30s}, {@code 2h}. */
public final class DurationText {

  private static final Pattern FORM =
      Pattern.compile("(?=.)(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");

  private DurationText() {}

  /** The duration {@code text} says, or empty. */
  static Optional<Duration> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(number(match.group(1)))
            .plusMinutes(number(match.group(2)))
            .plusSeconds(number(match.group(3)))
            .plusMillis(number(match.group(4))));
  }

  /** The shortest text that parses back; {@code 0s} for none. */
  static String write(Duration duration) {
    var text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
