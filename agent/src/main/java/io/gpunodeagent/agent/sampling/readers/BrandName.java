// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlBrand;
import java.util.Map;

/** Product lines as people write them. */
final class BrandName {

  private static final Map<NvmlBrand, String> NAMES =
      Map.ofEntries(
          Map.entry(NvmlBrand.QUADRO, "Quadro"),
          Map.entry(NvmlBrand.TESLA, "Tesla"),
          Map.entry(NvmlBrand.NVS, "NVS"),
          Map.entry(NvmlBrand.GRID, "GRID"),
          Map.entry(NvmlBrand.GEFORCE, "GeForce"),
          Map.entry(NvmlBrand.TITAN, "Titan"),
          Map.entry(NvmlBrand.NVIDIA_VAPPS, "NVIDIA vApps"),
          Map.entry(NvmlBrand.NVIDIA_VPC, "NVIDIA vPC"),
          Map.entry(NvmlBrand.NVIDIA_VCS, "NVIDIA vCS"),
          Map.entry(NvmlBrand.NVIDIA_VWS, "NVIDIA vWS"),
          Map.entry(NvmlBrand.NVIDIA_CLOUD_GAMING, "NVIDIA Cloud Gaming"),
          Map.entry(NvmlBrand.QUADRO_RTX, "Quadro RTX"),
          Map.entry(NvmlBrand.NVIDIA_RTX, "NVIDIA RTX"),
          Map.entry(NvmlBrand.NVIDIA, "NVIDIA"),
          Map.entry(NvmlBrand.GEFORCE_RTX, "GeForce RTX"),
          Map.entry(NvmlBrand.TITAN_RTX, "Titan RTX"));

  private BrandName() {}

  /** The brand's name; unsupported for one this build does not know. */
  static Reading<String> reading(NvmlBrand brand) {
    var name = NAMES.get(brand);
    return name == null ? Reading.unsupported() : Reading.of(name);
  }
}
