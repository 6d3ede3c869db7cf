// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The architecture of a GPU.
 *
 * @param value the number that NVML uses ({@code nvmlDeviceArchitecture_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlArchitecture(int value) {
  public static final NvmlArchitecture KEPLER = new NvmlArchitecture(2);
  public static final NvmlArchitecture MAXWELL = new NvmlArchitecture(3);
  public static final NvmlArchitecture PASCAL = new NvmlArchitecture(4);
  public static final NvmlArchitecture VOLTA = new NvmlArchitecture(5);
  public static final NvmlArchitecture TURING = new NvmlArchitecture(6);
  public static final NvmlArchitecture AMPERE = new NvmlArchitecture(7);
  public static final NvmlArchitecture ADA = new NvmlArchitecture(8);
  public static final NvmlArchitecture HOPPER = new NvmlArchitecture(9);
  public static final NvmlArchitecture BLACKWELL = new NvmlArchitecture(10);
  public static final NvmlArchitecture DLA = new NvmlArchitecture(11);
  public static final NvmlArchitecture DLA2 = new NvmlArchitecture(12);
  public static final NvmlArchitecture RUBIN = new NvmlArchitecture(13);
  public static final NvmlArchitecture NPU3 = new NvmlArchitecture(15);
  public static final NvmlArchitecture UNKNOWN = new NvmlArchitecture(-1);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 2 -> "KEPLER";
      case 3 -> "MAXWELL";
      case 4 -> "PASCAL";
      case 5 -> "VOLTA";
      case 6 -> "TURING";
      case 7 -> "AMPERE";
      case 8 -> "ADA";
      case 9 -> "HOPPER";
      case 10 -> "BLACKWELL";
      case 11 -> "DLA";
      case 12 -> "DLA2";
      case 13 -> "RUBIN";
      case 15 -> "NPU3";
      case -1 -> "UNKNOWN";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
