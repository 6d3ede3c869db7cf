// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The kernel log that is read now, if any; it may change with the configuration. Thread-safe. */
public final class KernelLog implements AutoCloseable {

  private final Consumer<KernelMessage> sink;
  private final SamplerClock clock;
  private Optional<Path> path = Optional.empty();
  private @Nullable KernelLogReader reader;

  public KernelLog(Consumer<KernelMessage> sink, SamplerClock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Reads {@code other} from now on, or nothing. */
  public synchronized void follow(Optional<Path> other) {
    if (!other.equals(path)) {
      close();
      path = other;
      reader = other.map(this::started).orElse(null);
    }
  }

  private KernelLogReader started(Path log) {
    var started = new KernelLogReader(log, sink, clock);
    started.start();
    return started;
  }

  /** Whether the log answers; off where none is read. */
  public synchronized SourceState state() {
    return reader == null ? new SourceState.Off() : reader.state();
  }

  /**
   * Whether XIDs written to the log now will be seen.
   *
   * @param patience how long opening the log may take before it counts as failed
   */
  public synchronized GpuEvents.Watch watch(Duration patience) {
    return reader == null ? GpuEvents.Watch.OFF : reader.watch(patience);
  }

  @Override
  public synchronized void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    path = Optional.empty();
  }
}
