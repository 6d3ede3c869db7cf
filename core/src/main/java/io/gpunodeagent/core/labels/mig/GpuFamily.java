// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.mig;

/**
 * CUDA compute capability and the architecture it names.
 *
 * @param major 1 and up; 0 where there is none
 * @param minor 0 and up
 */
public record GpuFamily(int major, int minor) {

  private static final int MINOR_BITS = 16;
  private static final int MINOR_MASK = 0xffff;
  private static final int TURING = 5;
  private static final int ADA = 9;

  /** Of {@code DeviceSignal.COMPUTE_CAPABILITY}. */
  public static GpuFamily of(long capability) {
    return new GpuFamily((int) (capability >> MINOR_BITS), (int) (capability & MINOR_MASK));
  }

  /** GPU Feature Discovery's name of it; {@code undefined} where it knows none. */
  public String label() {
    return switch (major) {
      case 1 -> "tesla";
      case 2 -> "fermi";
      case 3 -> "kepler";
      case 5 -> "maxwell";
      case 6 -> "pascal";
      case 7 -> minor < TURING ? "volta" : "turing";
      case 8 -> minor < ADA ? "ampere" : "ada-lovelace";
      case 9 -> "hopper";
      case 10, 12 -> "blackwell";
      case 13 -> "rubin";
      default -> "undefined";
    };
  }
}
