// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The bus a GPU sits on.
 *
 * @param value the number that NVML uses ({@code nvmlBusType_t}); numbers of newer drivers are kept
 */
public record NvmlBusType(int value) {
  public static final NvmlBusType UNKNOWN = new NvmlBusType(0);
  public static final NvmlBusType PCI = new NvmlBusType(1);
  public static final NvmlBusType PCIE = new NvmlBusType(2);
  public static final NvmlBusType FPCI = new NvmlBusType(3);
  public static final NvmlBusType AGP = new NvmlBusType(4);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "UNKNOWN";
      case 1 -> "PCI";
      case 2 -> "PCIE";
      case 3 -> "FPCI";
      case 4 -> "AGP";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
