// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.topology;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NvLink;
import java.util.OptionalDouble;

/**
 * The NVLinks of one GPU, counted.
 *
 * @param wired links the board has
 * @param up links that are up
 * @param switched links that are up and lead to a switch
 * @param unknown whether the state of some link could not be read
 */
record NvLinkStates(int wired, int up, int switched, boolean unknown) {

  static NvLinkStates of(GpuSample gpu) {
    int up = 0;
    int switched = 0;
    boolean unknown = gpu.readings().signals().isEmpty();
    for (var link : gpu.nvLinks()) {
      boolean isUp = link.active().toOptional().orElse(false);
      up += isUp ? 1 : 0;
      switched += isUp && link.remote() instanceof NvLink.ToSwitch ? 1 : 0;
      unknown |= link.active() instanceof Reading.Failed<Boolean>;
    }
    return new NvLinkStates(gpu.nvLinks().size(), up, switched, unknown);
  }

  /** Generation of the GPU's NVLink, such as 4; 0 without links or where NVML does not say. */
  static int generation(GpuSample gpu) {
    int code =
        gpu.nvLinks().stream()
            .flatMap(link -> link.version().toOptional().stream())
            .mapToInt(Math::toIntExact)
            .max()
            .orElse(0);
    return switch (code) {
      case 1 -> 1;
      case 2, 3 -> 2;
      case 4, 5 -> 3;
      case 6 -> 4;
      case 7 -> 5;
      case 8 -> 6;
      default -> 0;
    };
  }

  /** What one link carries in one direction, GB/s of 10^9, as {@code nvidia-smi nvlink -s} says. */
  static OptionalDouble gigabytesPerSecond(GpuSample gpu) {
    return switch (generation(gpu)) {
      case 2, 3 -> OptionalDouble.of(25.781);
      case 4 -> OptionalDouble.of(26.562);
      case 5 -> OptionalDouble.of(53.125);
      default -> OptionalDouble.empty();
    };
  }
}
