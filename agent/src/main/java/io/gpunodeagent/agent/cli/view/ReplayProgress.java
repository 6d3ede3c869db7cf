// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.replay.PastRange;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says how far a replay has come, once for each whole percent. */
public final class ReplayProgress implements Consumer<Instant> {

  private final PrintStream out;
  private final PastRange range;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long begun;
  private long said = -1;

  /**
   * Progress through {@code range}.
   *
   * @param terminal whether a line may be written over; else each is a line of its own
   */
  public ReplayProgress(PrintStream out, PastRange range, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.range = range;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    begun = nanoTime.getAsLong();
  }

  /** The replay has come to {@code now}. */
  @Override
  public void accept(Instant now) {
    long whole = Math.max(1, Duration.between(range.from(), range.to()).toMillis());
    long done = Math.max(0, Duration.between(range.from(), now).toMillis());
    long percent = Math.min(100, done * 100 / whole);
    if (percent <= said) {
      return;
    }
    said = percent;
    var text = "replayed " + percent + " %, to " + now + left(percent);
    if (terminal) {
      out.print("\r" + text + "\u001b[K");
      out.flush();
    } else {
      out.println(text);
    }
  }

  private String left(long percent) {
    if (percent == 0 || percent == 100) {
      return "";
    }
    long spent = nanoTime.getAsLong() - begun;
    var left = Duration.ofNanos(spent / percent * (100 - percent));
    return ", about " + Math.max(1, left.toSeconds()) + " s left";
  }

  /** Leaves no trace of it on a terminal. */
  public void end() {
    if (terminal && said >= 0) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
