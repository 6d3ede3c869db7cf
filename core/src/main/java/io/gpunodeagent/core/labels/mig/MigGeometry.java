// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.mig;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.List;
import java.util.Optional;

/**
 * How GPUs of a family may be partitioned.
 *
 * @param computeSlices of a whole GPU
 * @param memorySlices of a whole GPU
 * @param profiles from small to large
 */
public record MigGeometry(int computeSlices, int memorySlices, List<Profile> profiles) {

  public MigGeometry {
    profiles = List.copyOf(profiles);
  }

  /**
   * One way to cut a part.
   *
   * @param extension such as {@code +me}; empty for none
   * @param computeSlices it takes
   * @param memorySlices it takes
   * @param starts memory slices at which it may begin
   * @param most of it on one GPU
   */
  public record Profile(
      String extension, int computeSlices, int memorySlices, List<Integer> starts, int most) {

    public Profile {
      starts = List.copyOf(starts);
    }
  }

  private static final String MEDIA = "+me";

  /** A100, H100, H200, B200 and their kin: seven slices of compute, eight of memory. */
  private static final MigGeometry SEVEN =
      new MigGeometry(
          7,
          8,
          List.of(
              new Profile("", 1, 1, List.of(0, 1, 2, 3, 4, 5, 6), 7),
              new Profile(MEDIA, 1, 1, List.of(0, 1, 2, 3, 4, 5, 6), 1),
              new Profile("", 1, 2, List.of(0, 2, 4, 6), 4),
              new Profile("", 2, 2, List.of(0, 2, 4), 3),
              new Profile("", 3, 4, List.of(0, 4), 2),
              new Profile("", 4, 4, List.of(0), 1),
              new Profile("", 7, 8, List.of(0), 1)));

  /** A30: four slices of each. */
  private static final MigGeometry FOUR =
      new MigGeometry(
          4,
          4,
          List.of(
              new Profile("", 1, 1, List.of(0, 1, 2, 3), 4),
              new Profile(MEDIA, 1, 1, List.of(0, 1, 2, 3), 1),
              new Profile("", 2, 2, List.of(0, 2), 2),
              new Profile(MEDIA, 2, 2, List.of(0, 2), 1),
              new Profile("", 4, 4, List.of(0), 1)));

  /** The geometry of a GPU; empty for one whose profiles are not known here. */
  public static Optional<MigGeometry> of(GpuSample gpu) {
    if (gpu.identity().name().equals("NVIDIA A30")) {
      return Optional.of(FOUR);
    }
    return gpu.readings()
        .get(DeviceSignal.COMPUTE_CAPABILITY)
        .toOptional()
        .map(GpuFamily::of)
        .filter(family -> family.minor() == 0)
        .filter(family -> List.of(8, 9, 10).contains(family.major()))
        .map(_ -> SEVEN);
  }

  /** The name of a profile on a GPU of so many bytes, such as {@code 1g.10gb.me}. */
  String name(Profile profile, long gpuBytes) {
    long gib = Math.ceilDiv(gpuBytes, 1L << 30);
    long gigabytes = Math.round((double) profile.memorySlices() / memorySlices * gib);
    return MigProfileName.resource(
        profile.computeSlices() + "g." + gigabytes + "gb" + profile.extension());
  }
}
