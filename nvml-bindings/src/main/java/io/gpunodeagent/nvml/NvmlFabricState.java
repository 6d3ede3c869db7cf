// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * How far a GPU has joined its NVLink fabric.
 *
 * @param value the number that NVML uses ({@code nvmlGpuFabricState_t}); numbers of newer drivers
 *     are kept
 */
public record NvmlFabricState(int value) {
  /** The GPU has no fabric to join. */
  public static final NvmlFabricState NOT_SUPPORTED = new NvmlFabricState(0);

  /** Joining has not begun. */
  public static final NvmlFabricState NOT_STARTED = new NvmlFabricState(1);

  /** Joining has begun. */
  public static final NvmlFabricState IN_PROGRESS = new NvmlFabricState(2);

  /** Joining has ended; {@link NvmlFabricInfo#status} says how. */
  public static final NvmlFabricState COMPLETED = new NvmlFabricState(3);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NOT_SUPPORTED";
      case 1 -> "NOT_STARTED";
      case 2 -> "IN_PROGRESS";
      case 3 -> "COMPLETED";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
