// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.Activity;
import java.util.List;
import java.util.Optional;

/**
 * How busy the GPUs are, coarse enough for a label. Only what is proven counts: a GPU that cannot
 * be read is neither idle nor has it free memory. Partitioned GPUs are left out.
 */
final class HintLabels {

  static final String IDLE = Keys.PREFIX + "idle-gpus";
  static final String FREE = Keys.PREFIX + "free-memory-gib";
  private static final long GIB = 1L << 30;
  private static final long HELD_AT_MOST = 20;

  private HintLabels() {}

  /**
   * Writes the hints.
   *
   * @param usage what was seen of the GPUs' holders over time
   */
  static void write(List<GpuSample> gpus, Usage usage, LabelCollector out) {
    var whole = gpus.stream().filter(gpu -> !gpu.migEnabled()).toList();
    if (whole.isEmpty()) {
      return;
    }
    out.put(IDLE, whole.stream().filter(gpu -> idle(gpu, usage)).count());
    var free = whole.stream().flatMap(gpu -> freeBytes(gpu).stream()).max(Long::compare);
    free.ifPresentOrElse(bytes -> out.put(FREE, memoryClass(bytes)), () -> out.unknown(FREE));
  }

  /**
   * Nothing ran in the last sample, at most a twentieth of the memory is held, and whoever was
   * given the GPU has been idle: one between two steps of its work is not.
   */
  private static boolean idle(GpuSample gpu, Usage usage) {
    return resting(gpu)
        && usage.accounts().entrySet().stream()
            .filter(held -> held.getKey().device().gpuUuid().equals(gpu.identity().uuid()))
            .allMatch(held -> held.getValue().activity() == Activity.IDLE);
  }

  private static boolean resting(GpuSample gpu) {
    var busy = gpu.readings().get(DeviceSignal.GPU_UTILIZATION);
    var used = gpu.readings().get(DeviceSignal.MEMORY_USED);
    var total = gpu.readings().get(DeviceSignal.MEMORY_TOTAL);
    return gpu.fresh()
        && busy instanceof Reading.Value<Long>(var percent)
        && used instanceof Reading.Value<Long>(var held)
        && total instanceof Reading.Value<Long>(var all)
        && percent == 0
        && held <= all / HELD_AT_MOST;
  }

  private static Optional<Long> freeBytes(GpuSample gpu) {
    return gpu.fresh()
        ? gpu.readings().get(DeviceSignal.MEMORY_FREE).toOptional()
        : Optional.empty();
  }

  /** The largest power of two of GiB that is free; 0 under one. */
  static long memoryClass(long bytes) {
    return Long.highestOneBit(bytes / GIB);
  }
}
