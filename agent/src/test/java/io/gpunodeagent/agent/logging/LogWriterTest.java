package io.gpunodeagent.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong lost = new AtomicLong();
  private final LogWriter writer = new LogWriter(new PrintStream(new Pipe()), lost::addAndGet);

  /** A full pipe: takes nothing until somebody reads. */
  private final class Pipe extends OutputStream {

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      entered.countDown();
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
    writer.write((number + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aStreamThatBlocksHoldsNobodyUpAndLosesTheNewestLines() throws InterruptedException {
    write(0);
    entered.await();
    IntStream.rangeClosed(1, LogWriter.CAPACITY + 7).forEach(this::write);
    assertThat(writer.dropped()).isEqualTo(7);
    assertThat(writer.flush(Duration.ofMillis(10))).as("flushed while blocked").isFalse();

    readable.countDown();
    assertThat(writer.flush(LONG)).isTrue();
    assertThat(written.toString(StandardCharsets.UTF_8))
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
    assertThat(lost).as("reported while blocked").hasValue(0);
    readable.countDown();
    writer.flush(LONG);
    write(1);
    writer.flush(LONG);
    write(2);
    writer.flush(LONG);
    assertThat(lost).hasValue(3);
  }
}
