// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.soak.AgentUnderFaults.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Plays faults and looks at every scrape meanwhile: what it serves is true or absent, the fault is
 * seen, all is served again in time, and nothing is left over.
 */
final class Soak {

  private static final Duration SEEN = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final long HOLD_NANOS = Duration.ofMillis(1_500).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  /** Threads come and go with connections and loops. */
  private static final int MORE_THREADS = 6;

  private static final int MORE_FILE_DESCRIPTORS = 8;

  private final AgentUnderFaults agent;
  private long scrapes;

  Soak(AgentUnderFaults agent) {
    this.agent = agent;
  }

  /** What came of a fault. */
  record Outcome(String fault, Duration seen, Duration recovered) {

    /** As a row of a table. */
    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %.1f s | %.1f s |",
          fault,
          seen.toMillis() / 1000.0,
          recovered.toMillis() / 1000.0);
    }
  }

  /** How many scrapes were looked at. */
  long scrapes() {
    return scrapes;
  }

  /** Waits until all is served. */
  void awaitWhole(Duration patience) {
    await("all is served", Truth::isWhole, patience);
  }

  /** Plays one fault, from a whole node to a whole node. */
  Outcome play(SoakFault fault) throws Exception {
    var before = agent.level();
    fault.begin().run();
    var seen = await(fault.name() + " is seen", fault.seen(), SEEN);
    hold();
    fault.end().run();
    var recovered = await(fault.name() + " is over", fault.over(), fault.recovery());
    settle(fault, before);
    return new Outcome(fault.name(), seen, recovered);
  }

  private String scrape() {
    assertThat(agent.isAlive()).as("the agent runs, which said:%n%s", agent.log(0)).isTrue();
    var scrape = agent.scrape();
    scrapes++;
    assertThat(Truth.wrongIn(scrape)).as("series that say what is not true").isEmpty();
    return scrape;
  }

  private Duration await(String what, Predicate<String> condition, Duration patience) {
    long began = System.nanoTime();
    for (var scrape = scrape(); !condition.test(scrape); scrape = scrape()) {
      var waited = Duration.ofNanos(System.nanoTime() - began);
      assertThat(waited)
          .as(
              "%s; served is:%n%s%nand the log says:%n%s",
              what, Truth.summary(scrape), agent.log(0))
          .isLessThan(patience);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void hold() {
    long began = System.nanoTime();
    while (System.nanoTime() - began < HOLD_NANOS) {
      scrape();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void settle(SoakFault fault, Level before) throws Exception {
    long deadline = System.nanoTime() + SETTLED.toNanos();
    var now = agent.level();
    while (!isBack(now, before)) {
      assertThat(System.nanoTime())
          .as("%s leaves nothing over; there was %s, there is %s", fault.name(), before, now)
          .isLessThan(deadline);
      scrape();
      LockSupport.parkNanos(PAUSE_NANOS);
      now = agent.level();
    }
  }

  private static boolean isBack(Level now, Level before) {
    return now.threads() <= before.threads() + MORE_THREADS
        && now.fileDescriptors() <= before.fileDescriptors() + MORE_FILE_DESCRIPTORS;
  }
}
