// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.nvml.KernelLogDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLogReaderTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final BlockingQueue<KernelMessage> seen = new LinkedBlockingQueue<>();

  @Test
  void whatWasWrittenBeforeTheStartIsThePast() throws Exception {
    var log = Files.writeString(directory.resolve("kmsg"), line(31));
    try (var reader = started(log)) {
      append(log, line(79));
      assertThat(next()).isEqualTo(xid(79));
      assertThat(reader.reading()).isTrue();
    }
  }

  @Test
  void aFaultInWhatHearsOfAnXidStopsTheReadingForAMomentOnly() throws Exception {
    var before = LoopFailures.counts().getOrDefault("kernel-log", 0L);
    var log = Files.writeString(directory.resolve("kmsg"), "");
    var faulty = new AtomicBoolean(true);
    try (var reader =
        new KernelLogReader(
            log,
            xid -> {
              if (faulty.getAndSet(false)) {
                throw new IllegalStateException("a bug");
              }
              seen.add(xid);
            },
            SamplerClock.system())) {
      reader.start();
      awaitReading(reader, true);
      append(log, line(31));
      awaitReading(reader, false);
      awaitReading(reader, true);
      append(log, line(79));
      assertThat(next()).isEqualTo(xid(79));
    }
    assertThat(LoopFailures.counts()).containsEntry("kernel-log", before + 1);
  }

  private static void awaitReading(KernelLogReader reader, boolean wanted) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (reader.reading() != wanted) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aLineIsWaitedForUntilItIsWhole() throws Exception {
    var log = Files.writeString(directory.resolve("kmsg"), "");
    try (var reader = started(log)) {
      append(log, line(48).substring(0, 20));
      append(log, line(48).substring(20) + line(63));
      assertThat(next()).isEqualTo(xid(48));
      assertThat(next()).isEqualTo(xid(63));
      assertThat(reader.reading()).isTrue();
    }
  }

  @Test
  void aFileThatWasCutIsReadFromItsBeginning() throws Exception {
    var log = Files.writeString(directory.resolve("kmsg"), line(31) + line(31) + line(31));
    try (var reader = started(log)) {
      Files.writeString(log, line(94), StandardOpenOption.TRUNCATE_EXISTING);
      assertThat(next()).isEqualTo(xid(94));
      assertThat(reader.reading()).isTrue();
    }
  }

  @Test
  void aRotatedFileIsFollowed() throws Exception {
    var log = Files.writeString(directory.resolve("kmsg"), line(31));
    try (var reader = started(log)) {
      Files.move(log, directory.resolve("kmsg.1"));
      Files.writeString(log, line(95));
      assertThat(next()).isEqualTo(xid(95));
      assertThat(reader.reading()).isTrue();
    }
  }

  @Test
  void aPipeHasNoPastAndOutlivesItsWriters() throws Exception {
    var pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (var reader = new KernelLogReader(pipe, seen::add, SamplerClock.system())) {
      reader.start();
      append(pipe, line(31));
      assertThat(next()).isEqualTo(xid(31));
      append(pipe, line(13));
      assertThat(next()).isEqualTo(xid(13));
    }
  }

  @Test
  void aLogThatCannotBeReadIsNotRead() throws Exception {
    try (var reader =
        new KernelLogReader(directory.resolve("none"), seen::add, SamplerClock.system())) {
      reader.start();
      assertThat(seen.poll(200, TimeUnit.MILLISECONDS)).isNull();
      assertThat(reader.reading()).isFalse();
    }
  }

  /** The last record there is may have been written just now; there is no telling when. */
  @Test
  void ofADeviceNothingIsReadThatWasThereBefore() throws Exception {
    var kmsg = Path.of("/dev/kmsg");
    assumeTrue(Files.isWritable(kmsg), "only root reads and writes /dev/kmsg");
    var lines = new LinkedBlockingQueue<String>();
    var marker = "gpu-node-agent test " + System.nanoTime();
    Files.writeString(kmsg, "<12>" + marker + " before\n");
    try (var device = KernelLogDevice.open(kmsg)) {
      Files.writeString(kmsg, "<12>" + marker + " after\n");
      var splitter = new LineSplitter(lines::add);
      var buffer = ByteBuffer.allocateDirect(2 * LineSplitter.LONGEST_LINE);
      while (lines.stream().noneMatch(line -> line.endsWith(marker + " after"))) {
        buffer.clear();
        device.read(buffer, DEADLINE);
        splitter.accept(buffer.flip());
      }
    }
    assertThat(lines).noneMatch(line -> line.endsWith(marker + " before"));
  }

  @Test
  void aDeviceIsRead() {
    var kmsg = Path.of("/dev/kmsg");
    assumeTrue(Files.isReadable(kmsg), "only root reads /dev/kmsg");
    try (var reader = started(kmsg)) {
      assertThat(reader.state()).isInstanceOf(SourceState.Up.class);
    }
  }

  @Test
  void aReaderThatFailsIsDownUntilItReadsAgain() throws Exception {
    var log = Files.writeString(directory.resolve("kmsg"), "");
    try (var reader =
        new KernelLogReader(
            log,
            _ -> {
              throw new IllegalStateException("a fault of the journal");
            },
            SamplerClock.system())) {
      reader.start();
      await(reader::reading);
      append(log, line(79));
      await(() -> !reader.reading());
      assertThat(reader.state())
          .isInstanceOfSatisfying(
              SourceState.Down.class,
              down -> {
                assertThat(down.reason()).contains("kmsg", "a fault of the journal");
                assertThat(down.lastGood()).isPresent();
              });
    }
  }

  @Test
  void betweenTwoFilesOfARotationNothingIsMissed() throws Exception {
    var log = Files.writeString(directory.resolve("kmsg"), line(31));
    try (var reader = started(log)) {
      Files.move(log, directory.resolve("kmsg.1"));
      append(directory.resolve("kmsg.1"), line(48));
      assertThat(next()).isEqualTo(xid(48));
      assertThat(reader.reading()).isTrue();
      Files.writeString(log, line(95));
      assertThat(next()).isEqualTo(xid(95));
    }
  }

  private KernelLogReader started(Path log) {
    var reader = new KernelLogReader(log, seen::add, SamplerClock.system());
    reader.start();
    await(reader::reading);
    return reader;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private KernelMessage next() throws InterruptedException {
    return seen.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void append(Path log, String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.APPEND);
  }

  private static KernelXid xid(int code) {
    return new KernelXid("00000000:1B:00.0", code, OptionalInt.empty(), false);
  }

  private static String line(int code) {
    return "4,7,9,-;NVRM: Xid (PCI:0000:1b:00): " + code + ", pid=1\n SUBSYSTEM=pci\n";
  }
}
