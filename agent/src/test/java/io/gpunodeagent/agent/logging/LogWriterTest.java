// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.loop.LoopFailures;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogWriterTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch readable = new CountDownLatch(1);
  private final List<LostLines> reports = new CopyOnWriteArrayList<>();
  private final AtomicBoolean faulty = new AtomicBoolean();
  private final LogWriter writer = new LogWriter(new PrintStream(new Pipe()), reports::add);

  /** A full pipe: takes nothing until somebody reads. */
  private final class Pipe extends OutputStream {

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      entered.countDown();
      if (faulty.getAndSet(false)) {
        throw new IllegalStateException("a bug");
      }
      try {
        readable.await();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      written.write(bytes, from, length);
    }
  }

  @AfterEach
  void end() {
    readable.countDown();
    writer.close();
  }

  private void write(int number) {
    write(number + "\n", false);
  }

  private void write(String line, boolean audit) {
    writer.write(line, audit);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aStreamThatBlocksHoldsNobodyUpAndLosesTheNewestLines() throws InterruptedException {
    write(0);
    entered.await();
    IntStream.rangeClosed(1, LogWriter.CAPACITY + 7).forEach(this::write);
    assertThat(writer.dropped()).isEqualTo(new LostLines(0, 7));
    assertThat(writer.flush(Duration.ofMillis(10))).as("flushed while blocked").isFalse();

    readable.countDown();
    assertThat(writer.flush(LONG)).isTrue();
    assertThat(text())
        .isEqualTo(
            IntStream.rangeClosed(0, LogWriter.CAPACITY)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining()));
  }

  @Test
  void aLossIsReportedOnceWhenLinesGetThroughAgain() throws InterruptedException {
    write(0);
    entered.await();
    IntStream.rangeClosed(1, LogWriter.CAPACITY + 3).forEach(this::write);
    assertThat(reports).as("reported while blocked").isEmpty();
    readable.countDown();
    writer.flush(LONG);
    write(1);
    writer.flush(LONG);
    write(2);
    writer.flush(LONG);
    assertThat(reports).containsExactly(new LostLines(0, 3));
  }

  @Test
  void otherLinesLeaveTheirRoomToTheAuditLog() throws InterruptedException {
    write(0);
    entered.await();
    IntStream.rangeClosed(1, LogWriter.CAPACITY + 1).forEach(this::write);
    IntStream.rangeClosed(1, LogWriter.CAPACITY + 2)
        .forEach(number -> write("audit " + number + "\n", true));
    write(0);
    assertThat(writer.dropped()).isEqualTo(new LostLines(2, 2));

    readable.countDown();
    assertThat(writer.flush(LONG)).isTrue();
    assertThat(text().lines().filter(line -> line.startsWith("audit")))
        .hasSize(LogWriter.CAPACITY)
        .endsWith("audit " + LogWriter.CAPACITY);
    write(1);
    writer.flush(LONG);
    assertThat(reports).containsExactly(new LostLines(2, 2));
  }

  @Test
  void aFaultCostsItsLineAndIsCounted() {
    var before = LoopFailures.counts().getOrDefault("log", 0L);
    faulty.set(true);
    readable.countDown();
    write(0);
    write(1);
    assertThat(writer.flush(LONG)).isTrue();
    assertThat(text()).isEqualTo("1\n");
    assertThat(LoopFailures.counts()).containsEntry("log", before + 1);
  }
}
