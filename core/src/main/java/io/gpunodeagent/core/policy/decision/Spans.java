// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans of time and parts of a whole as text. */
public final class Spans {

  private static final Pattern FORM =
      Pattern.compile("(?=.)(?:(\\d{1,4})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

  private Spans() {}

  /** The span that a text such as {@code 1d12h} says, or empty. */
  public static Optional<Duration> parse(String text) {
    var match = FORM.matcher(text.strip());
    return match.matches()
        ? Optional.of(
            Duration.ofDays(number(match.group(1)))
                .plusHours(number(match.group(2)))
                .plusMinutes(number(match.group(3)))
                .plusSeconds(number(match.group(4))))
        : Optional.empty();
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** Such as {@code 1h5m3s}, whole seconds. */
  static String text(Duration span) {
    var text = new StringBuilder();
    part(text, span.toDays(), "d");
    part(text, span.toHoursPart(), "h");
    part(text, span.toMinutesPart(), "m");
    part(text, span.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void part(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }

  /** Such as {@code 98.5 %}, never rounded up. */
  static String percent(double part) {
    return Math.floor(part * 1000) / 10 + " %";
  }
}
