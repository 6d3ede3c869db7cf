// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/** The examples of the README, in its order: what is between two lines {@code // README}. */
final class Examples {
  private Examples() {}

  static void listGpus(NvmlOptions options, Appendable out) throws Exception {
    // README
    try (Nvml nvml = Nvml.open(options)) {
      for (NvmlResult<NvmlDevice> result : nvml.devices().orElseThrow()) {
        switch (result) {
          case Failure<NvmlDevice> failure -> out.append("unusable: " + failure.code() + "\n");
          case Success<NvmlDevice>(NvmlDevice gpu) -> {
            String busy = gpu.utilizationRates().map(rates -> rates.gpu() + " %").orElse("unknown");
            String watts = gpu.powerUsage().map(mw -> mw / 1000 + " W").orElse("no sensor");
            out.append(gpu.name().orElseThrow() + ": " + busy + ", " + watts + "\n");
          }
        }
      }
    }
    // README
  }

  static NvmlOptions simulated() {
    // README
    NvmlOptions options =
        NvmlOptions.defaults()
            .withLibrary(Path.of("nvml-simulator/target/lib/libnvidia-ml.so.1"))
            .withEnvironment("NVML_SIMULATOR_SCENARIO", "hgx-h100-8");
    // README
    return options;
  }

  static void listProcesses(Nvml nvml, NvmlDevice gpu, Appendable out) throws Exception {
    // README
    for (NvmlProcess process : gpu.computeRunningProcesses().orElseThrow()) {
      OptionalLong bytes = process.usedGpuMemory();
      String memory = bytes.isPresent() ? (bytes.getAsLong() >> 20) + " MiB" : "unknown memory";
      String program = nvml.processName(process.pid()).orElse("unknown program");
      out.append(process.pid() + ": " + program + ", " + memory + "\n");
    }
    // README
  }

  static void listMigDevices(NvmlDevice gpu, Appendable out) throws Exception {
    // README
    for (MigDevice mig : gpu.migDevices().orElseThrow()) {
      long bytes = mig.memoryInfo().orElseThrow().total();
      int instance = mig.gpuInstanceId().orElseThrow();
      out.append(mig.name().orElseThrow() + ": instance " + instance + ", " + bytes + " B\n");
    }
    // README
  }

  static void reportXids(Nvml nvml, BooleanSupplier running, Appendable out) throws Exception {
    // README
    try (NvmlEventSet events = nvml.eventSet().orElseThrow()) {
      for (NvmlResult<NvmlDevice> gpu : nvml.devices().orElseThrow()) {
        events.register(gpu.orElseThrow(), NvmlEventType.XID_CRITICAL_ERROR).orElseThrow();
      }
      while (running.getAsBoolean()) {
        NvmlResult<NvmlEvent> result = events.await(Duration.ofSeconds(2));
        if (!result.code().equals(NvmlReturn.TIMEOUT)) {
          NvmlEvent event = result.orElseThrow();
          out.append("XID " + event.data() + " on " + event.deviceUuid().orElse("?") + "\n");
        }
      }
    }
    // README
  }
}
