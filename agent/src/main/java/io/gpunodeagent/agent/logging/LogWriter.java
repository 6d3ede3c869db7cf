// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import io.gpunodeagent.agent.loop.Loop;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to a stream in a loop of its own. A stream that blocks, such as a full pipe, stops
 * that loop alone: lines wait in a queue, and the newest are dropped and counted once there is no
 * room. Lines of the audit log have room of their own, so no other line costs one of them. The lock
 * is never held while the stream is written. Safe for any thread.
 */
final class LogWriter {

  /** Lines of each kind that wait at most. */
  static final int CAPACITY = 1_024;

  private final PrintStream out;
  private final Consumer<LostLines> onLoss;
  private final Loop loop = Loop.Settings.standard().uninterrupted().loop("log", this::turn);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private int auditLines;
  private boolean writing;
  private boolean closed;
  private LostLines lost = LostLines.none();
  private LostLines reported = LostLines.none();

  /** A line that waits. */
  private record Line(String text, boolean audit) {}

  /**
   * Writes to {@code out}, which stays the caller's to close.
   *
   * @param onLoss is given the lines dropped since it was last called, once lines get through
   *     again; it may log
   */
  LogWriter(PrintStream out, Consumer<LostLines> onLoss) {
    this.out = out;
    this.onLoss = onLoss;
    loop.start();
  }

  /** The stream written to. */
  PrintStream out() {
    return out;
  }

  /**
   * Queues a line that ends with a line break, or drops it when there is no room for its kind.
   *
   * @param audit whether it is a line of the audit log
   */
  void write(String text, boolean audit) {
    lock.lock();
    try {
      int waiting = audit ? auditLines : lines.size() - auditLines;
      if (waiting >= CAPACITY) {
        lost = lost.and(audit);
      } else {
        lines.add(new Line(text, audit));
        auditLines += audit ? 1 : 0;
        added.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lines dropped since the start. */
  LostLines dropped() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all lines are written, at most for {@code patience}.
   *
   * @return whether they are
   */
  boolean flush(Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (writing || !lines.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = emptied.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the loop once everything queued is written; returns at once. */
  void close() {
    lock.lock();
    try {
      closed = true;
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  private void turn() {
    var line = next();
    if (line == null) {
      loop.stop();
      return;
    }
    try {
      var bytes = line.text().getBytes(StandardCharsets.UTF_8);
      out.write(bytes, 0, bytes.length);
      out.flush();
      report();
    } finally {
      written();
    }
  }

  private void report() {
    var toReport = toReport();
    if (toReport.any()) {
      onLoss.accept(toReport);
    }
  }

  /** The next line; null after the last one. */
  private @Nullable Line next() {
    lock.lock();
    try {
      while (lines.isEmpty() && !closed) {
        added.awaitUninterruptibly();
      }
      var line = lines.poll();
      writing = line != null;
      auditLines -= line != null && line.audit() ? 1 : 0;
      return line;
    } finally {
      lock.unlock();
    }
  }

  private void written() {
    lock.lock();
    try {
      writing = false;
      if (lines.isEmpty()) {
        emptied.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was lost and not reported; nothing until the queue is empty again. */
  private LostLines toReport() {
    lock.lock();
    try {
      if (!lines.isEmpty()) {
        return LostLines.none();
      }
      var since = lost.since(reported);
      reported = lost;
      return since;
    } finally {
      lock.unlock();
    }
  }
}
