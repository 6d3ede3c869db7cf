// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How soon the next write may be. Changes wait a moment for others; writes keep a distance; a write
 * that only restores what another program undid doubles it, so that two that disagree do not wear
 * the server out. An urgent change waits for no ordinary write, but keeps the distance from the
 * last urgent one: so no distance sees more than one urgent write.
 *
 * <p>A value that flaps on and on gets {@link #AT_ONCE} writes at that distance, then a tenth of
 * them. Urgent ones have a budget of their own, which ordinary changes cannot use up.
 */
final class WriteRateLimit {

  /** How many writes keep the shortest distance, before it is so many times as long. */
  static final int AT_ONCE = 10;

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Duration debounce;
  private final Backoff distance;
  private final WriteBudget ordinaryBudget;
  private final WriteBudget urgentBudget;
  private Optional<Duration> changed = Optional.empty();
  private Optional<Duration> urgent = Optional.empty();
  private Optional<Duration> writtenUrgently = Optional.empty();
  private Optional<Duration> written = Optional.empty();
  private int repairs;

  WriteRateLimit(Duration debounce, Duration interval) {
    this.debounce = debounce;
    distance = new Backoff(interval, LONGEST);
    ordinaryBudget = new WriteBudget(AT_ONCE, interval.multipliedBy(AT_ONCE));
    urgentBudget = new WriteBudget(AT_ONCE, interval.multipliedBy(AT_ONCE));
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

  /** The server took a write, or refused it. */
  void spend(Duration now) {
    boolean hurries = urgent.isPresent() && urgentBudget.due().compareTo(now) <= 0;
    (hurries ? urgentBudget : ordinaryBudget).spend(now);
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
    return later(at, later(rested, urgentBudget.due()));
  }

  private Duration ordinary() {
    var settled = changed.map(at -> at.plus(debounce)).orElse(Duration.ZERO);
    var pause = distance.delay(changed.isPresent() ? 1 : repairs + 1);
    var rested = written.map(at -> at.plus(pause)).orElse(Duration.ZERO);
    return later(later(settled, rested), ordinaryBudget.due());
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** When it was last written. */
  Optional<Duration> written() {
    return written;
  }
}
