// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.bus.GpuBus;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.GpuLostException;
import io.gpunodeagent.agent.sampling.calls.LibraryLostException;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlOpenException;
import io.gpunodeagent.nvml.NvmlOptions;
import io.gpunodeagent.nvml.NvmlResult;
import java.time.Duration;

/** Opens NVML and reads what is the same for all GPUs. */
public final class LibraryOpener {

  private LibraryOpener() {}

  /** What became of an attempt. */
  public sealed interface Attempt {
    /** NVML answers. */
    record Opened(Session.Opened session) implements Attempt {}

    /** It does not. */
    record Refused(LibraryProblem trouble) implements Attempt {}
  }

  /** Opens the library that {@code config} names. */
  static Attempt open(SamplingConfig config, SamplerClock clock) {
    var log = new CallLog(clock::runningNanos);
    // Before NVML looks: what comes in between is then seen as new.
    var bus = GpuBus.atOpening(config.source().pciDevices());
    Nvml nvml;
    try {
      nvml = Nvml.open(new NvmlOptions(config.source().library(), config.source().environment()));
    } catch (NvmlOpenException refused) {
      return new Attempt.Refused(LibraryProblem.of(refused.reason()));
    }
    try {
      return switch (log.call("nvmlDeviceGetCount_v2", nvml::deviceCount)) {
        case NvmlResult.Success<Integer>(var count) ->
            new Attempt.Opened(new Session.Opened(nvml, driver(nvml, count, log), log, bus));
        case NvmlResult.Failure<Integer>(var function, var code) ->
            refused(nvml, LibraryProblem.of(function, code.value()));
      };
    } catch (LibraryLostException lost) {
      return refused(nvml, LibraryProblem.of(lost.function(), lost.code().value()));
    } catch (GpuLostException lost) {
      return refused(nvml, LibraryProblem.of(lost.function(), lost.code().value()));
    }
  }

  private static Attempt refused(Nvml nvml, LibraryProblem trouble) {
    nvml.closeWithin(Duration.ofSeconds(1));
    return new Attempt.Refused(trouble);
  }

  private static DriverState.Ready driver(Nvml nvml, int deviceCount, CallLog log) {
    var cuda = log.call("nvmlSystemGetCudaDriverVersion_v2", nvml::cudaDriverVersion);
    return new DriverState.Ready(
        ReturnCodes.reading(log.call("nvmlSystemGetDriverVersion", nvml::driverVersion)),
        ReturnCodes.reading(log.call("nvmlSystemGetNVMLVersion", nvml::nvmlVersion)),
        ReturnCodes.reading(cuda, version -> Reading.of((long) version)),
        ReturnCodes.reading(log.call("nvmlSystemGetDriverBranch", nvml::driverBranch)),
        nvml.libraryPath().toString(),
        deviceCount);
  }
}
