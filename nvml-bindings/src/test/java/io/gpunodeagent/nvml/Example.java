package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;

/** The example of the README, which is compared with this file. */
final class Example {
  private Example() {}

  static void print(NvmlOptions options, Appendable out) throws Exception {
    // README
    try (Nvml nvml = Nvml.open(options)) {
      for (NvmlResult<NvmlDevice> result : nvml.devices().orElseThrow()) {
        switch (result) {
          case Failure<NvmlDevice> failure -> out.append("unusable: " + failure.code() + "\n");
          case Success<NvmlDevice>(NvmlDevice gpu) -> {
            String watts =
                gpu.powerUsage().map(milliwatts -> milliwatts / 1000 + " W").orElse("no sensor");
            int busy = gpu.utilizationRates().map(NvmlUtilization::gpu).orElse(0);
            out.append(gpu.name().orElseThrow() + ": " + busy + " %, " + watts + "\n");
          }
        }
      }
    }
    // README
  }
}
