// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * How many processes may hold a compute context on a GPU.
 *
 * @param value the number that NVML uses ({@code nvmlComputeMode_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlComputeMode(int value) {
  /** Any number. */
  public static final NvmlComputeMode DEFAULT = new NvmlComputeMode(0);

  /** One thread of one process; no longer supported. */
  public static final NvmlComputeMode EXCLUSIVE_THREAD = new NvmlComputeMode(1);

  /** None. */
  public static final NvmlComputeMode PROHIBITED = new NvmlComputeMode(2);

  /** One, with any number of threads. */
  public static final NvmlComputeMode EXCLUSIVE_PROCESS = new NvmlComputeMode(3);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "DEFAULT";
      case 1 -> "EXCLUSIVE_THREAD";
      case 2 -> "PROHIBITED";
      case 3 -> "EXCLUSIVE_PROCESS";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
