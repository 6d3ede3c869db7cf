// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.scenario;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that stands until it is stepped, and the file by which a simulated library follows it.
 * Read by any thread, stepped by one.
 */
final class StepClock implements InstantSource, AutoCloseable {

  private static final VarHandle NANOS = ValueLayout.JAVA_LONG.varHandle();

  private final Path file;
  private final Instant start;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment shared;
  private volatile long nanos;

  /**
   * A clock at {@code start}.
   *
   * @param file that is made, and goes with {@link #close}
   * @param start a whole second
   */
  StepClock(Path file, Instant start) throws IOException {
    this.file = file;
    this.start = start;
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      shared = channel.map(MapMode.READ_WRITE, 0, Long.BYTES, arena);
    }
  }

  /** Moves on. */
  void step(Duration by) {
    long next = nanos + by.toNanos();
    nanos = next;
    NANOS.setRelease(shared, 0L, next);
  }

  /** Nanoseconds since the start. */
  long nanoTime() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos);
  }

  /** The library's setting that has it follow this clock. */
  String setting() {
    return "epoch:" + start + ",stepped:" + file;
  }

  @Override
  public void close() throws IOException {
    arena.close();
    Files.deleteIfExists(file);
  }
}
