// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The brand of a GPU. Data-centre boards say NVIDIA on newer drivers where older ones said TESLA.
 *
 * @param value the number that NVML uses ({@code nvmlBrandType_t}); numbers of newer drivers are
 *     kept
 */
public record NvmlBrand(int value) {
  public static final NvmlBrand UNKNOWN = new NvmlBrand(0);
  public static final NvmlBrand QUADRO = new NvmlBrand(1);
  public static final NvmlBrand TESLA = new NvmlBrand(2);
  public static final NvmlBrand NVS = new NvmlBrand(3);
  public static final NvmlBrand GRID = new NvmlBrand(4);
  public static final NvmlBrand GEFORCE = new NvmlBrand(5);
  public static final NvmlBrand TITAN = new NvmlBrand(6);
  public static final NvmlBrand NVIDIA_VAPPS = new NvmlBrand(7);
  public static final NvmlBrand NVIDIA_VPC = new NvmlBrand(8);
  public static final NvmlBrand NVIDIA_VCS = new NvmlBrand(9);
  public static final NvmlBrand NVIDIA_VWS = new NvmlBrand(10);
  public static final NvmlBrand NVIDIA_CLOUD_GAMING = new NvmlBrand(11);
  public static final NvmlBrand QUADRO_RTX = new NvmlBrand(12);
  public static final NvmlBrand NVIDIA_RTX = new NvmlBrand(13);
  public static final NvmlBrand NVIDIA = new NvmlBrand(14);
  public static final NvmlBrand GEFORCE_RTX = new NvmlBrand(15);
  public static final NvmlBrand TITAN_RTX = new NvmlBrand(16);
  public static final NvmlBrand NVIDIA_DLA = new NvmlBrand(17);
  public static final NvmlBrand NVIDIA_VGAMEDEV = new NvmlBrand(18);
  public static final NvmlBrand NVIDIA_NPU = new NvmlBrand(19);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "UNKNOWN";
      case 1 -> "QUADRO";
      case 2 -> "TESLA";
      case 3 -> "NVS";
      case 4 -> "GRID";
      case 5 -> "GEFORCE";
      case 6 -> "TITAN";
      case 7 -> "NVIDIA_VAPPS";
      case 8 -> "NVIDIA_VPC";
      case 9 -> "NVIDIA_VCS";
      case 10 -> "NVIDIA_VWS";
      case 11 -> "NVIDIA_CLOUD_GAMING";
      case 12 -> "QUADRO_RTX";
      case 13 -> "NVIDIA_RTX";
      case 14 -> "NVIDIA";
      case 15 -> "GEFORCE_RTX";
      case 16 -> "TITAN_RTX";
      case 17 -> "NVIDIA_DLA";
      case 18 -> "NVIDIA_VGAMEDEV";
      case 19 -> "NVIDIA_NPU";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
