// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.io.IOException;
import java.time.Duration;

/**
 * Tells which process numbers may have changed hands since the look before. The kernel gives
 * numbers out in ascending order and starts over at the end, and {@code /proc/loadavg} tells the
 * last one given: only numbers from the last look's to now's can be another process's. Costs one
 * small file, where asking for each process costs a call each.
 */
final class PidCursor {

  /** Beyond this the kernel may have come all the way round: 32,768 numbers where there are few. */
  private static final long NO_ROUND_WITHIN = Duration.ofSeconds(3).toNanos();

  private final ProcFiles files;
  private long last = -1;
  private long now = -1;
  private long movedAt;
  private boolean known;

  PidCursor(ProcFiles files) {
    this.files = files;
  }

  /** Begins a look; called before any process is looked at. */
  void move(long nanoTime) {
    last = now;
    now = lastGiven();
    known = last >= 0 && now >= 0 && nanoTime - movedAt < NO_ROUND_WITHIN;
    movedAt = nanoTime;
  }

  /** Whether a process number that was looked up before may be another process's by now. */
  boolean mayHavePassed(long pid) {
    if (!known) {
      return true;
    }
    return last <= now ? pid > last && pid <= now : pid > last || pid <= now;
  }

  /** The last number given out; -1 when it is not known. */
  private long lastGiven() {
    try {
      var text = files.text(files.path("loadavg")).strip();
      return Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
    } catch (IOException | NumberFormatException _) {
      return -1;
    }
  }
}
