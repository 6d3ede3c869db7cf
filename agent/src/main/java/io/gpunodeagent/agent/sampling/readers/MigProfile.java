// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.nvml.NvmlMigAttributes;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of MIG profiles.
 *
 * @param compute of the compute instance, such as {@code 1c.3g.40gb}, or {@code 3g.40gb} when it
 *     fills its GPU instance
 * @param gpu of the GPU instance, such as {@code 3g.40gb}
 */
public record MigProfile(String compute, String gpu) {

  private static final Pattern IN_NAME = Pattern.compile("MIG (\\S+)$");
  private static final Pattern COMPUTE_PART = Pattern.compile("^\\d+c\\.");
  private static final double MIB_PER_GIB = 1024;

  /**
   * The profile at the end of a MIG device's name, which is the driver's name for it: {@code NVIDIA
   * H100 80GB HBM3 MIG 1g.10gb}.
   */
  static Optional<MigProfile> inName(String name) {
    var profile = IN_NAME.matcher(name);
    return profile.find() ? Optional.of(of(profile.group(1))) : Optional.empty();
  }

  /** The profile by its size, which does not show variants such as {@code +me}. */
  static MigProfile ofSize(NvmlMigAttributes size) {
    int slices = size.gpuInstanceSliceCount();
    var gpu = slices + "g." + Math.round(size.memorySizeMib() / MIB_PER_GIB) + "gb";
    int computeSlices = size.computeInstanceSliceCount();
    return new MigProfile(computeSlices < slices ? computeSlices + "c." + gpu : gpu, gpu);
  }

  private static MigProfile of(String compute) {
    return new MigProfile(compute, COMPUTE_PART.matcher(compute).replaceFirst(""));
  }
}
