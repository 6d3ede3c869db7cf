package io.gpunodeagent.agent.logging;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to a stream in a thread of its own. A stream that blocks, such as a full pipe, stops
 * that thread alone: lines wait in a queue of bounded length, and the newest are dropped and
 * counted once it is full. The lock is never held while the stream is written. Safe for any thread.
 */
final class LogWriter {

  /** Lines that wait at most. */
  static final int CAPACITY = 1_024;

  private final PrintStream out;
  private final LongConsumer onLoss;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
  private boolean writing;
  private boolean closed;
  private long dropped;
  private long reported;

  /**
   * Writes to {@code out}, which stays the caller's to close.
   *
   * @param onLoss is given the number of lines dropped since it was last called, once lines get
   *     through again; it may log
   */
  LogWriter(PrintStream out, LongConsumer onLoss) {
    this.out = out;
    this.onLoss = onLoss;
    Thread.ofPlatform().daemon().name("log").start(this::run);
  }

  /** The stream written to. */
  PrintStream out() {
    return out;
  }

  /** Queues a line that ends with a line break, or drops it when the queue is full. */
  void write(byte[] line) {
    lock.lock();
    try {
      if (lines.size() >= CAPACITY) {
        dropped++;
      } else {
        lines.add(line);
        added.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lines dropped since the start. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
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

  /** Ends the thread once everything queued is written; returns at once. */
  void close() {
    lock.lock();
    try {
      closed = true;
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (var line = next(); line != null; line = next()) {
      out.write(line, 0, line.length);
      out.flush();
      long lost = written();
      if (lost > 0) {
        onLoss.accept(lost);
      }
    }
  }

  /** The next line; null after the last one. */
  private byte @Nullable [] next() {
    lock.lock();
    try {
      while (lines.isEmpty() && !closed) {
        added.awaitUninterruptibly();
      }
      writing = !lines.isEmpty();
      return lines.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many lost lines are to be reported now that the queue is empty again. */
  private long written() {
    lock.lock();
    try {
      writing = false;
      if (!lines.isEmpty()) {
        return 0;
      }
      emptied.signalAll();
      long lost = dropped - reported;
      reported = dropped;
      return lost;
    } finally {
      lock.unlock();
    }
  }
}
