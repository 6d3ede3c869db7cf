// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How soon the next write may be. Changes wait a moment for others; writes keep a distance; a write
 * that only restores what another program undid doubles it, so that two that disagree do not wear
 * the server out. An urgent change waits for no ordinary write, but keeps the distance from the
 * last urgent one: so no distance sees more than one urgent write, and a value that flaps floods
 * nothing.
 */
final class WriteRateLimit {

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Duration debounce;
  private final Backoff distance;
  private Optional<Duration> changed = Optional.empty();
  private Optional<Duration> urgent = Optional.empty();
  private Optional<Duration> writtenUrgently = Optional.empty();
  private Optional<Duration> written = Optional.empty();
  private int repairs;

  WriteRateLimit(Duration debounce, Duration interval) {
    this.debounce = debounce;
    distance = new Backoff(interval, LONGEST);
  }

  /** Something else is wanted; the first of several changes counts. */
  void changed(Duration now) {
    changed = changed.or(() -> Optional.of(now));
  }

  /**
   * Something else is wanted.
   *
   * @param hurries whether earlier writes must not delay it
   */
  void changed(Duration now, boolean hurries) {
    changed(now);
    urgent = hurries ? urgent.or(() -> Optional.of(now)) : Optional.empty();
  }

  /** It was written. */
  void wrote(Duration now) {
    if (urgent.isPresent()) {
      writtenUrgently = Optional.of(now);
    }
    urgent = Optional.empty();
    repairs = changed.isPresent() ? 0 : repairs + 1;
    changed = Optional.empty();
    written = Optional.of(now);
  }

  /** When the next write may be. */
  Duration due() {
    var ordinary = ordinary();
    return urgent
        .map(this::urgentlyDue)
        .filter(soon -> soon.compareTo(ordinary) < 0)
        .orElse(ordinary);
  }

  /** At once after an ordinary write, but at a distance from the last urgent one. */
  private Duration urgentlyDue(Duration at) {
    var rested = writtenUrgently.map(then -> then.plus(distance.delay(1))).orElse(Duration.ZERO);
    return at.compareTo(rested) > 0 ? at : rested;
  }

  private Duration ordinary() {
    var settled = changed.map(at -> at.plus(debounce)).orElse(Duration.ZERO);
    var pause = distance.delay(changed.isPresent() ? 1 : repairs + 1);
    var rested = written.map(at -> at.plus(pause)).orElse(Duration.ZERO);
    return settled.compareTo(rested) > 0 ? settled : rested;
  }

  /** When it was last written. */
  Optional<Duration> written() {
    return written;
  }
}
