// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of one GPU. Not safe for several threads. */
final class GpuTracks {

  /** Instances that are kept of a GPU, those of before a repartitioning included. */
  private static final int MOST_INSTANCES = 14;

  /** {@code NVML_GPM_METRIC_SM_UTIL}, % 0–100: what NVML tells of an instance. */
  private static final GpmSignal SM_ACTIVITY = new GpmSignal(2);

  /**
   * A GPU instance.
   *
   * @param id NVML's
   */
  record Instance(int id, String profile) implements Comparable<Instance> {
    @Override
    public int compareTo(Instance other) {
      return id != other.id ? Integer.compare(id, other.id) : profile.compareTo(other.profile);
    }
  }

  private final Map<HistorySignal, Track> signals = new EnumMap<>(HistorySignal.class);
  private final TreeMap<Instance, Track> instances = new TreeMap<>();
  private int index;
  private long seen;

  GpuTracks() {
    for (var signal : HistorySignal.values()) {
      signals.put(signal, new Track());
    }
  }

  /** Takes what was read of the GPU in second {@code now}. */
  void take(GpuSample gpu, long now) {
    index = gpu.identity().index();
    seen = now;
    signals.forEach(
        (signal, track) -> {
          if (gpu.readings().get(signal.signal()) instanceof Reading.Value<Long>(var value)) {
            track.put(now, value);
          }
        });
    for (var mig : gpu.migInstances()) {
      if (mig.readings().get(SM_ACTIVITY) instanceof Reading.Value<Double>(var percent)) {
        instance(new Instance(mig.gpuInstanceId(), mig.profile())).put(now, percent);
      }
    }
    instances.values().removeIf(track -> FigureHistory.isForgotten(track.newest(), now));
  }

  private Track instance(Instance instance) {
    var known = instances.get(instance);
    if (known != null) {
      return known;
    }
    if (instances.size() >= MOST_INSTANCES) {
      instances.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().newest()))
          .map(Map.Entry::getKey)
          .ifPresent(instances::remove);
    }
    var made = new Track();
    instances.put(instance, made);
    return made;
  }

  int index() {
    return index;
  }

  /** The latest second in which something was read. */
  long seen() {
    return seen;
  }

  Map<HistorySignal, Track> signals() {
    return signals;
  }

  Map<Instance, Track> instances() {
    return instances;
  }

  /** Bytes of all values. */
  long bytes() {
    return Track.bytes() * (signals.size() + instances.size());
  }
}
