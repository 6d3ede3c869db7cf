// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.VgpuStructs.GridLicensableFeature;
import io.gpunodeagent.nvml.jna.VgpuStructs.GridLicensableFeatures;
import io.gpunodeagent.nvml.jna.VgpuStructs.GridLicenseExpiry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which features need a licence, and which have one ({@code nvmlGridLicensableFeatures_t}).
 *
 * @param supported whether this system needs licences at all
 * @param features the features, at most three
 */
public record NvmlLicensableFeatures(boolean supported, List<Feature> features) {
  private static final int MAX_FEATURES = 3;
  private static final int TEXT_SIZE = 128;

  /** Copies the list. */
  public NvmlLicensableFeatures {
    features = List.copyOf(features);
  }

  /**
   * One feature that needs a licence.
   *
   * @param code which feature it is
   * @param licensed whether it has a licence now
   * @param enabled whether it is in use
   * @param licenseInfo a text about the licence; deprecated in the header
   * @param productName the product that the feature belongs to
   * @param expiryStatus whether there is an expiry date
   * @param expiry when the licence ends; empty unless {@code expiryStatus} is {@link
   *     NvmlLicenseExpiryStatus#VALID}
   */
  public record Feature(
      NvmlLicenseFeature code,
      boolean licensed,
      boolean enabled,
      String licenseInfo,
      String productName,
      NvmlLicenseExpiryStatus expiryStatus,
      Optional<Instant> expiry) {
    private static Feature of(Scratch scratch, int at) {
      int expiry = at + GridLicensableFeature.LICENSE_EXPIRY;
      NvmlLicenseExpiryStatus status =
          new NvmlLicenseExpiryStatus(scratch.u8(expiry + GridLicenseExpiry.STATUS));
      return new Feature(
          new NvmlLicenseFeature(scratch.int32(at + GridLicensableFeature.FEATURE_CODE)),
          scratch.flag(at + GridLicensableFeature.FEATURE_STATE),
          scratch.flag(at + GridLicensableFeature.FEATURE_ENABLED),
          scratch.text(at + GridLicensableFeature.LICENSE_INFO, TEXT_SIZE),
          scratch.text(at + GridLicensableFeature.PRODUCT_NAME, TEXT_SIZE),
          status,
          status.equals(NvmlLicenseExpiryStatus.VALID)
              ? instant(scratch, expiry)
              : Optional.empty());
    }
  }

  static NvmlLicensableFeatures of(Scratch scratch) {
    int count = scratch.count(GridLicensableFeatures.LICENSABLE_FEATURES_COUNT);
    List<Feature> features =
        IntStream.range(0, Math.min(count, MAX_FEATURES))
            .map(i -> i * GridLicensableFeature.SIZEOF)
            .mapToObj(
                at -> Feature.of(scratch, GridLicensableFeatures.GRID_LICENSABLE_FEATURES + at))
            .toList();
    return new NvmlLicensableFeatures(
        scratch.flag(GridLicensableFeatures.IS_GRID_LICENSE_SUPPORTED), features);
  }

  /** The date is in UTC. A date that no calendar has counts as none. */
  private static Optional<Instant> instant(Scratch scratch, int at) {
    try {
      return Optional.of(
          LocalDateTime.of(
                  scratch.figure(at + GridLicenseExpiry.YEAR),
                  scratch.u16(at + GridLicenseExpiry.MONTH),
                  scratch.u16(at + GridLicenseExpiry.DAY),
                  scratch.u16(at + GridLicenseExpiry.HOUR),
                  scratch.u16(at + GridLicenseExpiry.MIN),
                  scratch.u16(at + GridLicenseExpiry.SEC))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
