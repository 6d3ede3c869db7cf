package io.gpunodeagent.agent.publishing;

import java.time.Duration;

/** How long to let the server be after failures: doubled each time, each node its own share. */
final class Pause {

  /** After failures of the server. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** After a refusal that only a person ends. */
  static final Duration REFUSED = Duration.ofMinutes(10);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(30);
  private static final int MOST_DOUBLINGS = 12;

  private final double share;
  private int failures;
  private Duration until = Duration.ZERO;

  /**
   * No pause.
   *
   * @param share of the pause that is this node's own; 0 to 1
   */
  Pause(double share) {
    this.share = share;
  }

  /** Until when; the past when there is none. */
  Duration until() {
    return until;
  }

  /** The server did what it was asked. */
  void ended() {
    failures = 0;
    until = Duration.ZERO;
  }

  /**
   * The server failed.
   *
   * @param asked the pause it asks for, or zero
   */
  void failed(Duration now, Duration asked) {
    failures++;
    var doubled = SHORTEST.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
    var wanted = longer(shorter(doubled, LONGEST), shorter(asked, LONGEST_ASKED));
    until = now.plus(wanted).plusMillis((long) (wanted.toMillis() * share / 2));
  }

  /** The server refused, and will go on refusing. */
  void refused(Duration now) {
    until = now.plus(REFUSED);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
