// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.VgpuStructs;
import java.util.List;

/** Virtual GPUs, seen from their host, and licences. */
public sealed interface VgpuQueries permits NvmlDevice {
  /**
   * {@return how this host offers virtual GPUs} {@link NvmlReturn#NOT_SUPPORTED} on other machines.
   * {@code nvmlDeviceGetHostVgpuMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlHostVgpuMode> hostVgpuMode() {
    return on(this)
        .read(
            "nvmlDeviceGetHostVgpuMode",
            NvmlFunctions::nvmlDeviceGetHostVgpuMode,
            scratch -> new NvmlHostVgpuMode(scratch.int32(0)));
  }

  /**
   * {@return the virtual GPUs in use} {@code nvmlDeviceGetActiveVgpus}, since driver 450 or older.
   */
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
   * {@return how time is shared between virtual GPUs} {@code nvmlDeviceGetVgpuSchedulerState},
   * since driver 525.
   */
  default NvmlResult<NvmlVgpuSchedulerState> vgpuSchedulerState() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetVgpuSchedulerState",
            NvmlFunctions::nvmlDeviceGetVgpuSchedulerState,
            VgpuStructs.VgpuSchedulerGetState.SIZEOF,
            NvmlVgpuSchedulerState::of);
  }

  /**
   * {@return how time can be shared between virtual GPUs} {@code
   * nvmlDeviceGetVgpuSchedulerCapabilities}, since driver 525.
   */
  default NvmlResult<NvmlVgpuSchedulerCapabilities> vgpuSchedulerCapabilities() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetVgpuSchedulerCapabilities",
            NvmlFunctions::nvmlDeviceGetVgpuSchedulerCapabilities,
            VgpuStructs.VgpuSchedulerCapabilities.SIZEOF,
            NvmlVgpuSchedulerCapabilities::of);
  }

  /**
   * {@return which features need a licence, and which have one} In virtual machines with a vGPU.
   * {@code nvmlDeviceGetGridLicensableFeatures_v4}, since driver 470.
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
