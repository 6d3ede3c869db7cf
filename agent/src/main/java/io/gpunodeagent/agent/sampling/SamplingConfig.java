// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.bus.PciScan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How NVML is read.
 *
 * @param source what is read
 * @param period one pass per period, 100 ms to 60 s
 * @param slowPeriod period of slow signals, at least {@code period}, at most 1 h
 * @param callTimeout how long one NVML call may take before its GPU counts as hung, 100 ms to 60 s
 * @param eventWindow span of the windowed event counts, 1 s to 24 h
 * @param gpm whether profiling metrics are sampled where the GPU has GPM
 */
public record SamplingConfig(
    Source source,
    Duration period,
    Duration slowPeriod,
    Duration callTimeout,
    Duration eventWindow,
    boolean gpm) {

  /**
   * Where readings come from; does not change while the agent runs.
   *
   * @param library the NVML library, or empty for {@code libnvidia-ml.so.1} of the loader's path
   * @param environment variables put into the process before loading; how a simulated library
   *     learns its scenario
   * @param simulated whether the library is a simulation, chosen explicitly
   * @param kernelLog file to read kernel messages from, or empty not to read them
   * @param pciDevices the folder with one entry for each device on the PCI bus; empty where the
   *     GPUs are on no bus that can be read
   */
  public record Source(
      Optional<Path> library,
      Map<String, String> environment,
      boolean simulated,
      Optional<Path> kernelLog,
      Optional<Path> pciDevices) {

    public Source {
      environment = Map.copyOf(environment);
    }

    /** On the bus of this machine; simulated GPUs are on none. */
    public Source(
        Optional<Path> library,
        Map<String, String> environment,
        boolean simulated,
        Optional<Path> kernelLog) {
      this(
          library,
          environment,
          simulated,
          kernelLog,
          simulated ? Optional.empty() : Optional.of(PciScan.DEVICES));
    }

    /** The library played with other variables. */
    public Source withEnvironment(Map<String, String> other) {
      return new Source(library, other, simulated, kernelLog, pciDevices);
    }
  }

  /** Whether the library is a simulation. */
  public boolean simulated() {
    return source.simulated();
  }

  /** The same reading of another source. */
  public SamplingConfig withSource(Source other) {
    return new SamplingConfig(other, period, slowPeriod, callTimeout, eventWindow, gpm);
  }

  /** The same reading in another period. */
  public SamplingConfig withPeriod(Duration other) {
    return new SamplingConfig(source, other, slowPeriod, callTimeout, eventWindow, gpm);
  }
}
