package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.snapshot.GpuEvents;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the kernel log on a thread of its own and tells of XIDs that are written after the start.
 *
 * <p>{@code /dev/kmsg} cannot be opened at its end from Java, and its time stamps drift from every
 * clock a process can read. So the records before the first read that has to wait are taken for the
 * past: while old records are left, no read waits. A plain file is followed from its end, a FIFO
 * has no past.
 */
final class KernelLogReader implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(KernelLogReader.class.getName());
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long WAITED_NANOS = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_PAST_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int FILE_TYPE = 0xF000;

  private final Path path;
  private final Consumer<KernelXid> sink;
  private final LineSplitter lines = new LineSplitter(this::line);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(2 * LineSplitter.LONGEST_LINE);
  private final Loop loop;
  private final OngoingProblems problems = new OngoingProblems();
  private volatile boolean reading;
  private volatile boolean tried;
  private volatile long startedAt;
  private volatile @Nullable FileChannel channel;
  private boolean past;

  KernelLogReader(Path path, Consumer<KernelXid> sink) {
    this.path = path;
    this.sink = sink;
    loop = Loop.Settings.standard().onFailure(_ -> fell()).loop("kernel-log", this::turn);
  }

  void start() {
    startedAt = System.nanoTime();
    loop.start();
  }

  /** Whether the log is open: XIDs written now will be seen. */
  boolean reading() {
    return reading;
  }

  /**
   * Whether XIDs written now will be seen: pending until the log was opened or refused.
   *
   * @param patience how long that may take; a FIFO nobody writes to does not open at all
   */
  GpuEvents.Watch watch(Duration patience) {
    if (reading) {
      return GpuEvents.Watch.ON;
    }
    boolean late = System.nanoTime() - startedAt >= patience.toNanos();
    return tried || late ? GpuEvents.Watch.OFF : GpuEvents.Watch.PENDING;
  }

  private void turn() {
    try (var open = FileChannel.open(path, StandardOpenOption.READ)) {
      channel = open;
      follow(open);
    } catch (ClosedChannelException stopped) {
      reading = false;
    } catch (IOException unreadable) {
      reading = false;
      tried = true;
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
  private void fell() {
    reading = false;
    tried = true;
    lines.reset();
  }

  private void readable() {
    reading = true;
    if (problems.ends(path.toString())) {
      LOG.log(Level.INFO, "The kernel log {0} is read again", path);
    }
  }

  private void follow(FileChannel open) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isRegularFile()) {
      followFile(open, attributes.fileKey());
    } else {
      int mode = (int) Files.getAttribute(path, "unix:mode");
      followStream(open, (mode & FILE_TYPE) == CHARACTER_DEVICE);
    }
  }

  private void followFile(FileChannel open, @Nullable Object key) throws IOException {
    if (!reading) {
      open.position(open.size());
    }
    readable();
    while (!loop.stopping()) {
      if (read(open) > 0) {
        continue;
      }
      if (open.size() < open.position()) {
        open.position(0);
      }
      var now = Files.readAttributes(path, BasicFileAttributes.class);
      if (!Objects.equals(now.fileKey(), key)) {
        return; // Rotated: the new file is read from its beginning.
      }
      loop.pause(POLL);
    }
  }

  private void followStream(FileChannel open, boolean hasPast) throws IOException {
    past = hasPast;
    readable();
    long opened = System.nanoTime();
    while (!loop.stopping()) {
      long before = System.nanoTime();
      buffer.clear();
      int count = readRecord(open);
      long after = System.nanoTime();
      past &= after - before < WAITED_NANOS && after - opened < LONGEST_PAST_NANOS;
      lines.accept(buffer.flip());
      if (count < 0) {
        loop.pause(POLL); // All writers of a FIFO are gone; another may come.
      }
    }
  }

  private int read(FileChannel open) throws IOException {
    buffer.clear();
    int count = open.read(buffer);
    lines.accept(buffer.flip());
    return count;
  }

  /** Reads once; a record that was overwritten before it was read is skipped. */
  private int readRecord(FileChannel open) throws IOException {
    try {
      return open.read(buffer);
    } catch (ClosedChannelException stopped) {
      throw stopped;
    } catch (IOException fault) {
      // The kernel answers EPIPE once and goes on with the oldest record it still has.
      if ("Broken pipe".equals(fault.getMessage())) {
        lines.reset();
        return 0;
      }
      throw fault;
    }
  }

  private void line(String line) {
    if (!past) {
      KernelXid.parse(line).ifPresent(sink);
    }
  }

  @Override
  public void close() {
    loop.stop();
    reading = false;
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
