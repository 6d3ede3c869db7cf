// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A range of time in the past. */
public record PastRange(Instant from, Instant to) {

  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Pattern SPAN =
      Pattern.compile("(?=.)(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?");

  /**
   * The range that {@code text} says: a span up to now such as {@code 24h}, or two instants such as
   * {@code 2026-11-20T00:00:00Z/2026-11-21T00:00:00Z}. Empty when it says none of ten minutes to 31
   * days.
   */
  public static Optional<PastRange> parse(String text, Instant now) {
    return read(text, now.truncatedTo(ChronoUnit.SECONDS))
        .filter(
            range -> {
              var length = Duration.between(range.from, range.to);
              return length.compareTo(SHORTEST) >= 0 && length.compareTo(LONGEST) <= 0;
            });
  }

  private static Optional<PastRange> read(String text, Instant now) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      try {
        return Optional.of(
            new PastRange(instant(text.substring(0, slash)), instant(text.substring(slash + 1))));
      } catch (DateTimeException strange) {
        return Optional.empty();
      }
    }
    var span = SPAN.matcher(text);
    return span.matches()
        ? Optional.of(
            new PastRange(
                now.minus(Duration.ofDays(number(span.group(1))))
                    .minus(Duration.ofHours(number(span.group(2))))
                    .minus(Duration.ofMinutes(number(span.group(3)))),
                now))
        : Optional.empty();
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
