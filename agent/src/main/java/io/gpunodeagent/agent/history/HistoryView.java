// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of the history.
 *
 * @param resolution of all series
 * @param end when the latest sample was taken, which is in the last slot; empty before the first
 * @param second of the last slot, counted from the first sample on a clock that never steps
 * @param gpus by index; one that is gone is kept for an hour
 */
public record HistoryView(
    Resolution resolution, Optional<Instant> end, long second, List<Gpu> gpus) {

  public HistoryView {
    gpus = List.copyOf(gpus);
  }

  /**
   * One GPU.
   *
   * @param index NVML's, when it was last seen
   * @param series by figure, oldest first; NaN where nothing was read
   */
  public record Gpu(
      String uuid, int index, Map<HistorySignal, float[]> series, List<Instance> instances) {}

  /**
   * A GPU instance.
   *
   * @param smActivityPercent part of the SMs in use, oldest first; NaN where nothing was read
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Instance(int gpuInstanceId, String profile, float[] smActivityPercent) {}
}
