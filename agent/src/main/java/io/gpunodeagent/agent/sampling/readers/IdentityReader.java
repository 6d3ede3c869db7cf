// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.PciBusId;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlResult;

/** Finds out who a GPU is. */
public final class IdentityReader {

  private IdentityReader() {}

  /** A GPU that answered who it is, or why that is unknown. */
  public sealed interface Identified {
    /** The GPU. */
    record Known(NvmlDevice device, GpuIdentity identity, boolean gpm) implements Identified {}

    /** NVML refused. */
    record Refused(String function, int code) implements Identified {}
  }

  /** Asks the GPU with this index. */
  public static Identified read(Nvml nvml, int index, CallLog log) {
    return switch (log.call("nvmlDeviceGetHandleByIndex_v2", () -> nvml.device(index))) {
      case NvmlResult.Failure<NvmlDevice>(var function, var code) ->
          new Identified.Refused(function, code.value());
      case NvmlResult.Success<NvmlDevice>(var device) -> read(device, index, log);
    };
  }

  private static Identified read(NvmlDevice device, int index, CallLog log) {
    return switch (log.call("nvmlDeviceGetUUID", device::uuid)) {
      case NvmlResult.Failure<String>(var function, var code) ->
          new Identified.Refused(function, code.value());
      case NvmlResult.Success<String>(var uuid) ->
          new Identified.Known(device, identity(device, index, uuid, log), gpm(device, log));
    };
  }

  private static GpuIdentity identity(NvmlDevice device, int index, String uuid, CallLog log) {
    var name = log.call("nvmlDeviceGetName", device::name);
    var pci = log.call("nvmlDeviceGetPciInfo_v3", device::pciInfo);
    var minor = log.call("nvmlDeviceGetMinorNumber", device::minorNumber);
    var serial = log.call("nvmlDeviceGetSerial", device::serial);
    return new GpuIdentity(
        index,
        uuid,
        name.orElse(""),
        pci.toOptional().map(info -> PciBusId.canonical(info.busId())).orElse(""),
        ReturnCodes.reading(minor, number -> Reading.of((long) number)),
        serial.toOptional().filter(text -> !text.isBlank() && !text.equals("0")));
  }

  private static boolean gpm(NvmlDevice device, CallLog log) {
    return log.call("nvmlGpmQueryDeviceSupport", device::gpmSupport).orElse(false);
  }
}
