// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.nvml.KernelLogDevice;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the kernel log on a thread of its own and reports what is written after the start: a
 * device and a plain file from their ends, a FIFO from its beginning.
 */
final class KernelLogReader implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(KernelLogReader.class.getName());
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
  private static final String NOT_OPENED = "it has not been opened yet";
  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int FILE_TYPE = 0xF000;

  private final Path path;
  private final Consumer<KernelMessage> sink;
  private final SamplerClock clock;
  private final KernelMessages messages = new KernelMessages();
  private final LineSplitter lines = new LineSplitter(this::line);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * LineSplitter.LONGEST_LINE);
  private final Loop loop;
  private final OngoingProblems problems = new OngoingProblems();
  private volatile State state;
  private volatile long startedAt;
  private volatile @Nullable FileChannel channel;
  private boolean rotated;

  /** Whether the log is read. */
  private sealed interface State {}

  private record Reading() implements State {}

  private record NotReading(Instant since, Optional<Instant> lastGood, String reason)
      implements State {}

  KernelLogReader(Path path, Consumer<KernelMessage> sink, SamplerClock clock) {
    this.path = path;
    this.sink = sink;
    this.clock = clock;
    state = new NotReading(clock.now(), Optional.empty(), NOT_OPENED);
    loop =
        Loop.Settings.standard()
            .onFailure(this::fell)
            .atEnd(() -> failed("its reader has ended"))
            .loop("kernel-log", this::turn);
  }

  void start() {
    startedAt = clock.runningNanos();
    loop.start();
  }

  /** Whether what is written to the log now will be seen. */
  boolean reading() {
    return state instanceof Reading;
  }

  /** The same as of a source. */
  SourceState state() {
    return switch (state) {
      case Reading() -> new SourceState.Up(clock.now());
      case NotReading(var since, var lastGood, var reason) ->
          new SourceState.Down(since, lastGood, path + ": " + reason);
    };
  }

  /**
   * Whether XIDs written now will be seen: pending until the log was opened or refused.
   *
   * @param patience how long that may take; a FIFO nobody writes to does not open at all
   */
  GpuEvents.Watch watch(Duration patience) {
    return switch (state) {
      case Reading() -> GpuEvents.Watch.ON;
      case NotReading(_, _, var reason) -> {
        boolean late = clock.runningNanos() - startedAt >= patience.toNanos();
        yield reason.equals(NOT_OPENED) && !late ? GpuEvents.Watch.PENDING : GpuEvents.Watch.OFF;
      }
    };
  }

  private void turn() {
    try {
      follow();
    } catch (ClosedChannelException stopped) {
      failed("it was closed");
    } catch (IOException unreadable) {
      rotated = false;
      failed(unreadable.toString());
      complain(unreadable);
      loop.pause(REOPEN_AFTER);
    }
  }

  private void complain(IOException unreadable) {
    if (!loop.stopping() && problems.begins(path.toString())) {
      LOG.log(
          Level.WARNING,
          "The kernel log {0} cannot be read, XIDs are seen through NVML only: {1}",
          path,
          unreadable);
    }
  }

  /** What cannot be taken is not read again. */
  private void fell(String reason) {
    rotated = false;
    failed(reason);
    lines.reset();
  }

  private void follow() throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (isDevice(path, attributes)) {
      followDevice();
    } else {
      try (var open = FileChannel.open(path, StandardOpenOption.READ)) {
        channel = open;
        if (attributes.isRegularFile()) {
          followFile(open, attributes.fileKey());
        } else {
          followPipe(open);
        }
      }
    }
  }

  private static boolean isDevice(Path path, BasicFileAttributes attributes) throws IOException {
    return attributes.isOther()
        && ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == CHARACTER_DEVICE;
  }

  private void followDevice() throws IOException {
    try (var device = KernelLogDevice.open(path)) {
      opened();
      while (!loop.stopping()) {
        buffer.clear();
        try {
          device.read(buffer, LONGEST_WAIT);
          lines.accept(buffer.flip());
        } catch (KernelLogDevice.OverrunException overrun) {
          lines.reset();
          LOG.log(Level.WARNING, "Some messages of the kernel were missed: {0}", overrun);
        }
      }
    }
  }

  private void followFile(FileChannel open, @Nullable Object key) throws IOException {
    if (!rotated) {
      open.position(open.size());
    }
    opened();
    while (!loop.stopping()) {
      if (read(open) > 0) {
        continue;
      }
      if (open.size() < open.position()) {
        open.position(0);
      }
      if (replaced(key)) {
        rotated = true; // The new file is read from its beginning.
        return;
      }
      loop.pause(POLL);
    }
  }

  /** Between the removal of one file and the making of the next there is none. */
  private boolean replaced(@Nullable Object key) throws IOException {
    try {
      var now = Files.readAttributes(path, BasicFileAttributes.class);
      return !Objects.equals(now.fileKey(), key);
    } catch (NoSuchFileException between) {
      return false;
    }
  }

  private void followPipe(FileChannel open) throws IOException {
    opened();
    while (!loop.stopping()) {
      if (read(open) < 0) {
        loop.pause(POLL); // All writers are gone; another may come.
      }
    }
  }

  private int read(FileChannel open) throws IOException {
    buffer.clear();
    int count = open.read(buffer);
    lines.accept(buffer.flip());
    return count;
  }

  private void line(String line) {
    messages.of(line).forEach(sink);
  }

  private void opened() {
    state = new Reading();
    if (problems.ends(path.toString())) {
      LOG.log(Level.INFO, "The kernel log {0} is read again", path);
    }
  }

  /** Keeps the time since when, while the reason is the same. */
  private void failed(String reason) {
    state =
        switch (state) {
          case Reading() -> new NotReading(clock.now(), Optional.of(clock.now()), reason);
          case NotReading(var since, var lastGood, var before) ->
              new NotReading(before.equals(reason) ? since : clock.now(), lastGood, reason);
        };
  }

  @Override
  public void close() {
    loop.stop();
    var open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException alreadyUseless) {
        LOG.log(Level.DEBUG, "Closing the kernel log", alreadyUseless);
      }
    }
  }
}
