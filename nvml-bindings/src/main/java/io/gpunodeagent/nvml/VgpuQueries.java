package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.VgpuStructs;
import java.util.List;

/** Virtual GPUs, on their host, and licences. */
public sealed interface VgpuQueries permits NvmlDevice {
  /**
   * How this host offers virtual GPUs. {@link NvmlReturn#NOT_SUPPORTED} elsewhere. {@code
   * nvmlDeviceGetHostVgpuMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlHostVgpuMode> hostVgpuMode() {
    return on(this)
        .read(
            "nvmlDeviceGetHostVgpuMode",
            NvmlFunctions::nvmlDeviceGetHostVgpuMode,
            scratch -> new NvmlHostVgpuMode(scratch.int32(0)));
  }

  /** The virtual GPUs in use. {@code nvmlDeviceGetActiveVgpus}, since driver 450 or older. */
  default NvmlResult<List<NvmlVgpuInstance>> activeVgpus() {
    NvmlSession session = on(this).session();
    return NvmlList.read(
        session,
        "nvmlDeviceGetActiveVgpus",
        (count, array) -> NvmlFunctions.nvmlDeviceGetActiveVgpus(on(this).address(), count, array),
        Integer.BYTES,
        (scratch, at) -> new NvmlVgpuInstance(session, scratch.int32(at)));
  }

  /**
   * How time is shared between virtual GPUs. {@code nvmlDeviceGetVgpuSchedulerState}, since driver
   * 525.
   */
  default NvmlResult<NvmlVgpuSchedulerState> vgpuSchedulerState() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetVgpuSchedulerState",
            NvmlFunctions::nvmlDeviceGetVgpuSchedulerState,
            VgpuStructs.VgpuSchedulerGetState.SIZEOF,
            NvmlVgpuSchedulerState::of);
  }

  /** How it could be. {@code nvmlDeviceGetVgpuSchedulerCapabilities}, since driver 525. */
  default NvmlResult<NvmlVgpuSchedulerCapabilities> vgpuSchedulerCapabilities() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetVgpuSchedulerCapabilities",
            NvmlFunctions::nvmlDeviceGetVgpuSchedulerCapabilities,
            VgpuStructs.VgpuSchedulerCapabilities.SIZEOF,
            NvmlVgpuSchedulerCapabilities::of);
  }

  /**
   * Which features need a licence and have one. In virtual machines with a vGPU. {@code
   * nvmlDeviceGetGridLicensableFeatures_v4}, since driver 470.
   */
  default NvmlResult<NvmlLicensableFeatures> gridLicensableFeatures() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetGridLicensableFeatures_v4",
            NvmlFunctions::nvmlDeviceGetGridLicensableFeatures_v4,
            VgpuStructs.GridLicensableFeatures.SIZEOF,
            NvmlLicensableFeatures::of);
  }
}
