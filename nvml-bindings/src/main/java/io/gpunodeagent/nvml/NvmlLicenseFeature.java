// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * A feature that needs a licence.
 *
 * @param value the number that NVML uses ({@code nvmlGridLicenseFeatureCode_t}); numbers of newer
 *     drivers are kept
 */
public record NvmlLicenseFeature(int value) {
  public static final NvmlLicenseFeature UNKNOWN = new NvmlLicenseFeature(0);
  public static final NvmlLicenseFeature VGPU = new NvmlLicenseFeature(1);
  public static final NvmlLicenseFeature NVIDIA_RTX = new NvmlLicenseFeature(2);
  public static final NvmlLicenseFeature GAMING = new NvmlLicenseFeature(3);
  public static final NvmlLicenseFeature COMPUTE = new NvmlLicenseFeature(4);
  public static final NvmlLicenseFeature VGAMEDEV = new NvmlLicenseFeature(5);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "UNKNOWN";
      case 1 -> "VGPU";
      case 2 -> "NVIDIA_RTX";
      case 3 -> "GAMING";
      case 4 -> "COMPUTE";
      case 5 -> "VGAMEDEV";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
