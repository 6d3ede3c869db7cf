// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlLicensableFeatures;
import io.gpunodeagent.nvml.NvmlLicenseFeature;

/** Whether a guest driver holds a vGPU licence. */
final class VgpuLicense {

  private VgpuLicense() {}

  /** 1 with a licence, 0 without: also where licences do not matter. */
  static Reading<Long> reading(NvmlLicensableFeatures features) {
    boolean licensed =
        features.features().stream()
            .anyMatch(
                feature -> feature.code().equals(NvmlLicenseFeature.VGPU) && feature.licensed());
    return Reading.of(licensed ? 1L : 0L);
  }
}
