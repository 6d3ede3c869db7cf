// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.core.backoff.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop outlives whatever its work throws. */
@Timeout(60)
class LoopTest {

  private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4));

  private final Logger logger = Logger.getLogger(Loop.class.getName());
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record.getLevel() + (record.getThrown() == null ? "" : " with a stack trace"));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(handler);
    logger.setLevel(null);
    logger.setUseParentHandlers(true);
  }

  static List<Throwable> faults() {
    return List.of(
        new IllegalStateException("a bug"),
        new StackOverflowError(),
        new NoClassDefFoundError("x"),
        new AssertionError());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverIsThrownIsCountedToldAndSurvived(Throwable fault) throws InterruptedException {
    var name = "fault " + fault.getClass().getSimpleName();
    var told = new LinkedBlockingQueue<String>();
    var turns = new AtomicInteger();
    var third = new CountDownLatch(1);
    var loop =
        Loop.Settings.standard()
            .restart(SHORT)
            .onFailure(told::add)
            .loop(
                name,
                () -> {
                  switch (turns.incrementAndGet()) {
                    case 1, 2 -> raise(fault);
                    default -> {
                      third.countDown();
                      Thread.sleep(Duration.ofDays(1));
                    }
                  }
                });
    assertThat(LoopFailures.counts()).containsEntry(name, 0L);
    loop.start();
    third.await();
    assertThat(told).hasSize(2).allMatch(line -> line.startsWith("its loop failed: "));
    assertThat(told.peek()).contains(fault.getClass().getSimpleName());
    assertThat(LoopFailures.counts()).containsEntry(name, 2L);
    assertThat(logged).containsExactly("SEVERE with a stack trace");
    loop.close();
    assertThat(loop.running()).isFalse();
  }

  @Test
  void theEndOfAFailureIsLoggedOnce() {
    var turns = new AtomicInteger();
    var loop =
        Loop.Settings.standard()
            .restart(SHORT)
            .calm(Duration.ofMillis(5))
            .loop(
                "ends",
                () -> {
                  if (turns.incrementAndGet() == 1) {
                    throw new IllegalStateException("a bug");
                  }
                });
    loop.start();
    Eventually.until("the end is logged", () -> logged.contains("INFO"));
    int now = turns.get();
    Eventually.until("it goes on", () -> turns.get() >= now + 100);
    loop.close();
    assertThat(logged).containsExactly("SEVERE with a stack trace", "INFO");
  }

  @Test
  void anOwnerThatThrowsDoesNotEndIt() throws InterruptedException {
    var again = new CountDownLatch(2);
    var loop =
        Loop.Settings.standard()
            .restart(SHORT)
            .onFailure(
                _ -> {
                  throw new IllegalStateException("the owner's bug");
                })
            .loop(
                "owner",
                () -> {
                  again.countDown();
                  throw new IllegalStateException("a bug");
                });
    loop.start();
    again.await();
    loop.close();
    assertThat(LoopFailures.counts().get("owner")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aTurnThatDoesNotEndDelaysTheCloseByItsPatienceOnly() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var loop =
        Loop.Settings.standard()
            .uninterrupted()
            .patience(Duration.ofMillis(1))
            .loop(
                "stuck",
                () -> {
                  entered.countDown();
                  release.await();
                });
    loop.start();
    entered.await();
    loop.close();
    assertThat(loop.running()).isTrue();
    release.countDown();
    while (loop.running()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aPauseEndsWhenItIsWokenOrStopped() throws InterruptedException {
    var turns = new LinkedBlockingQueue<Integer>();
    var itself = new LinkedBlockingQueue<Loop>();
    var loop =
        Loop.Settings.standard()
            .uninterrupted()
            .loop(
                "pausing",
                () -> {
                  turns.add(1);
                  var me = itself.take();
                  itself.add(me);
                  me.pause(Duration.ofDays(1));
                });
    itself.add(loop);
    loop.start();
    turns.take();
    loop.wake();
    turns.take();
    loop.close();
    assertThat(loop.running()).isFalse();
  }

  @Test
  void anInterruptOfAnybodyElseDoesNotEndIt() throws InterruptedException {
    var threads = new LinkedBlockingQueue<Thread>();
    var loop =
        Loop.of(
            "interrupted",
            () -> {
              threads.add(Thread.currentThread());
              Thread.sleep(Duration.ofDays(1));
            });
    loop.start();
    threads.take().interrupt();
    threads.take();
    assertThat(loop.running()).isTrue();
    loop.close();
    assertThat(loop.running()).isFalse();
  }

  @Test
  void whatIsToBeDoneAtTheEndIsDoneOnItsThread() throws InterruptedException {
    var threads = new LinkedBlockingQueue<Thread>();
    var loop =
        Loop.Settings.standard()
            .atEnd(() -> threads.add(Thread.currentThread()))
            .loop(
                "ending",
                () -> {
                  threads.add(Thread.currentThread());
                  Thread.sleep(Duration.ofDays(1));
                });
    loop.start();
    var itsOwn = threads.take();
    loop.close();
    assertThat(threads.take()).isEqualTo(itsOwn);
  }

  @Test
  void oneThatWasNeverStartedIsClosedAtOnce() {
    Loop.of("never", () -> {}).close();
  }

  private static void raise(Throwable fault) {
    switch (fault) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalArgumentException(fault);
    }
  }
}
