// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Whether a licence has an expiry date.
 *
 * @param value the number that NVML uses ({@code NVML_GRID_LICENSE_EXPIRY_*}); numbers of newer
 *     drivers are kept
 */
public record NvmlLicenseExpiryStatus(int value) {
  /** It is not known. */
  public static final NvmlLicenseExpiryStatus NOT_AVAILABLE = new NvmlLicenseExpiryStatus(0);

  /** The date is not valid, or could not be read. */
  public static final NvmlLicenseExpiryStatus INVALID = new NvmlLicenseExpiryStatus(1);

  /** There is a date. */
  public static final NvmlLicenseExpiryStatus VALID = new NvmlLicenseExpiryStatus(2);

  /** No date applies. */
  public static final NvmlLicenseExpiryStatus NOT_APPLICABLE = new NvmlLicenseExpiryStatus(3);

  /** The licence has no end. */
  public static final NvmlLicenseExpiryStatus PERMANENT = new NvmlLicenseExpiryStatus(4);

  /** {@return the constant's name, or the number of a value that is not known here} */
  public String name() {
    return switch (value) {
      case 0 -> "NOT_AVAILABLE";
      case 1 -> "INVALID";
      case 2 -> "VALID";
      case 3 -> "NOT_APPLICABLE";
      case 4 -> "PERMANENT";
      default -> Integer.toString(value);
    };
  }

  @Override
  public String toString() {
    return name();
  }
}
