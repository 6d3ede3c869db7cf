// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of all GPUs of the last hour, in buffers of fixed size. A slot in which nothing was read
 * has no value: nothing is carried over or interpolated. Safe for any thread; a reader holds up the
 * sampler for no longer than it takes to copy some hundred kilobytes.
 */
public final class FigureHistory {

  /** GPUs that are kept at most, those that are gone included. */
  private static final int MOST_GPUS = 32;

  /** Puts samples in the middle of their slot, so that a small delay moves none into another. */
  private static final Duration HALF = Duration.ofMillis(500);

  private static final long HOUR =
      (long) Resolution.TEN_SECONDS.slots() * Resolution.TEN_SECONDS.seconds();

  private final Map<String, GpuTracks> gpus = new HashMap<>();
  private Optional<Duration> origin = Optional.empty();
  private Optional<Instant> end = Optional.empty();
  private long newest;

  /** Takes what {@code node} has read. */
  public synchronized void take(NodeSnapshot node) {
    var start = origin.orElseGet(() -> node.monotonic().minus(HALF));
    origin = Optional.of(start);
    newest = node.monotonic().minus(start).toSeconds();
    end = Optional.of(node.takenAt());
    node.gpus().stream().filter(GpuSample::fresh).forEach(this::take);
    gpus.values().removeIf(tracks -> isForgotten(tracks.seen(), newest));
  }

  private void take(GpuSample gpu) {
    var uuid = gpu.identity().uuid();
    if (gpus.containsKey(uuid) || gpus.size() < MOST_GPUS) {
      gpus.computeIfAbsent(uuid, _ -> new GpuTracks()).take(gpu, newest);
    }
  }

  /** Whether what was last seen in second {@code lastSeen} is too long ago. */
  static boolean isForgotten(long lastSeen, long now) {
    return now - lastSeen >= HOUR;
  }

  /** A copy. */
  public synchronized HistoryView view(Resolution resolution) {
    var views = new ArrayList<HistoryView.Gpu>();
    gpus.forEach((uuid, tracks) -> views.add(view(uuid, tracks, resolution)));
    views.sort(
        Comparator.comparingInt(HistoryView.Gpu::index).thenComparing(HistoryView.Gpu::uuid));
    return new HistoryView(resolution, end, newest, views);
  }

  private HistoryView.Gpu view(String uuid, GpuTracks tracks, Resolution resolution) {
    var series = new EnumMap<HistorySignal, float[]>(HistorySignal.class);
    tracks.signals().forEach((signal, track) -> series.put(signal, track.upTo(newest, resolution)));
    List<HistoryView.Instance> instances = new ArrayList<>();
    tracks
        .instances()
        .forEach(
            (instance, track) ->
                instances.add(
                    new HistoryView.Instance(
                        instance.id(), instance.profile(), track.upTo(newest, resolution))));
    return new HistoryView.Gpu(uuid, tracks.index(), series, instances);
  }

  /** Bytes of all values kept now. */
  synchronized long bytes() {
    return gpus.values().stream().mapToLong(GpuTracks::bytes).sum();
  }
}
