package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.loop.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * How soon the next write may be. Changes wait a moment for others; writes keep a distance; a write
 * that only restores what somebody else undid doubles it, so that two that disagree do not wear the
 * server out.
 */
final class Pace {

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Duration debounce;
  private final Backoff distance;
  private Optional<Duration> changed = Optional.empty();
  private Optional<Duration> written = Optional.empty();
  private int repairs;

  Pace(Duration debounce, Duration interval) {
    this.debounce = debounce;
    distance = new Backoff(interval, LONGEST);
  }

  /** Something else is wished; the first of several changes counts. */
  void changed(Duration now) {
    changed = changed.or(() -> Optional.of(now));
  }

  /** It was written. */
  void wrote(Duration now) {
    repairs = changed.isPresent() ? 0 : repairs + 1;
    changed = Optional.empty();
    written = Optional.of(now);
  }

  /** When the next write may be. */
  Duration due() {
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
