// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import io.gpunodeagent.core.backoff.Backoff;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Runs one piece of work again and again on a thread of its own, until it is closed. Nothing that
 * the work throws ends it: the failure is counted in {@link LoopFailures}, logged once with its
 * stack trace and once when it is over, reported to the owner, and the work is run again after a
 * delay that grows.
 *
 * <p>A failure is over when the work has run for some time without another.
 */
public final class Loop implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  private final String name;
  private final Settings settings;
  private final Turn turn;
  private final LongAdder failures;
  private final Retries retries;
  private final Thread thread;
  private volatile boolean stopping;

  private Loop(String name, Settings settings, Turn turn) {
    this.name = name;
    this.settings = settings;
    this.turn = turn;
    failures = LoopFailures.of(name);
    retries = new Retries(settings.restart());
    thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .stackSize(settings.stackBytes())
            .unstarted(this::run);
  }

  /** One turn of the work, which waits by itself where it has to. */
  public interface Turn {
    void run() throws InterruptedException;
  }

  /**
   * How a loop is run.
   *
   * @param restart the delays after failures
   * @param patience how long {@link Loop#close} waits for a turn to end
   * @param interrupts whether {@link Loop#stop} interrupts a turn
   * @param stackBytes of the thread; 0 for the usual size
   * @param calm without a failure for so long, the last one is over
   * @param failed takes what is to be said of the work while it is not run, one line
   * @param ended called on the loop's thread at its end
   */
  public record Settings(
      Backoff restart,
      Duration patience,
      boolean interrupts,
      long stackBytes,
      Duration calm,
      Consumer<String> failed,
      Runnable ended) {

    /** Restarts after 1 s to 1 min, a second of patience, and an interrupt at the end. */
    public static Settings standard() {
      return new Settings(
          new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          Duration.ofSeconds(1),
          true,
          0,
          Duration.ofMinutes(1),
          _ -> {},
          () -> {});
    }

    /** With other delays. */
    public Settings restart(Backoff other) {
      return new Settings(other, patience, interrupts, stackBytes, calm, failed, ended);
    }

    /** With other patience. */
    public Settings patience(Duration other) {
      return new Settings(restart, other, interrupts, stackBytes, calm, failed, ended);
    }

    /** For work that must not be interrupted; it waits by {@link Loop#pause}. */
    public Settings uninterrupted() {
      return new Settings(restart, patience, false, stackBytes, calm, failed, ended);
    }

    /** With a stack of this many bytes. */
    public Settings stack(long bytes) {
      return new Settings(restart, patience, interrupts, bytes, calm, failed, ended);
    }

    /** Tells {@code owner}, on the loop's thread, when the work failed. */
    public Settings onFailure(Consumer<String> owner) {
      return new Settings(restart, patience, interrupts, stackBytes, calm, owner, ended);
    }

    /** For work whose failure is over after another time without one. */
    Settings calm(Duration other) {
      return new Settings(restart, patience, interrupts, stackBytes, other, failed, ended);
    }

    /** Calls {@code last} on the loop's thread when no further turn begins. */
    public Settings atEnd(Runnable last) {
      return new Settings(restart, patience, interrupts, stackBytes, calm, failed, last);
    }

    /** The loop, not yet started. */
    public Loop loop(String name, Turn turn) {
      return new Loop(name, this, turn);
    }
  }

  /** A loop with {@link Settings#standard}, not yet started. */
  public static Loop of(String name, Turn turn) {
    return Settings.standard().loop(name, turn);
  }

  /** Starts it; once. */
  public void start() {
    thread.start();
  }

  /** Whether it is to end: no further turn begins. */
  public boolean stopping() {
    return stopping;
  }

  /** Whether its thread runs. */
  public boolean running() {
    return thread.isAlive();
  }

  /** Ends {@link #pause}, or the next one. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits, on the loop's own thread: until woken or stopped, or as long as {@code atMost}. */
  public void pause(Duration atMost) {
    if (!stopping && !atMost.isNegative()) {
      LockSupport.parkNanos(this, atMost.toNanos());
    }
  }

  /** Asks it to end and does not wait. */
  public void stop() {
    stopping = true;
    if (settings.interrupts()) {
      thread.interrupt();
    }
    wake();
  }

  /** Asks it to end, and waits as long as its patience. */
  @Override
  public void close() {
    close(settings.patience());
  }

  /** Asks it to end, and waits {@code patience} at most. */
  public void close(Duration patience) {
    stop();
    if (!thread.isAlive() || thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      if (!thread.join(patience)) {
        LOG.log(Level.DEBUG, "{0} has not ended", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        turn.run();
        turned();
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "{0} was interrupted", name);
      } catch (Throwable fault) {
        failed(fault);
      }
    }
    settings.ended().run();
  }

  private void turned() {
    if (retries.failures() > 0 && recovered()) {
      LOG.log(Level.INFO, "{0} runs again failures={1}", name, retries.failures());
      retries.succeeded();
    }
  }

  private boolean recovered() {
    return now().minus(retries.until()).compareTo(settings.calm()) > 0;
  }

  private void failed(Throwable fault) {
    if (stopping) {
      return; // What it worked with is being closed.
    }
    failures.increment();
    boolean begins = retries.failures() == 0 || recovered();
    if (begins) {
      retries.succeeded();
    }
    retries.failed(now());
    try {
      if (begins) {
        LOG.log(Level.ERROR, name + " failed and will be run again", fault);
      }
      settings.failed().accept("its loop failed: " + reason(fault));
    } catch (Throwable second) {
      failures.increment();
    }
    for (var left = left(); !stopping && left.isPositive(); left = left()) {
      Thread.interrupted(); // Only a stop ends the delay.
      pause(left);
    }
  }

  private Duration left() {
    return retries.until().minus(now());
  }

  private static String reason(Throwable fault) {
    var message = fault.getMessage() == null ? "" : ": " + fault.getMessage();
    return fault.getClass().getSimpleName() + message.lines().findFirst().orElse("");
  }

  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }
}
