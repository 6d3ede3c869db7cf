// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Modes of a GPU. */
public sealed interface ModeQueries permits NvmlDevice {
  /**
   * {@return whether the driver stays loaded when no process uses the GPU} {@code
   * nvmlDeviceGetPersistenceMode}, since driver 450 or older.
   */
  default NvmlResult<Boolean> persistenceMode() {
    return on(this)
        .read(
            "nvmlDeviceGetPersistenceMode",
            NvmlFunctions::nvmlDeviceGetPersistenceMode,
            Decoder::flag);
  }

  /**
   * {@return whether a display is connected} {@link NvmlReturn#DEPRECATED} from driver 590 on.
   * {@code nvmlDeviceGetDisplayMode}, since driver 450 or older.
   */
  default NvmlResult<Boolean> displayMode() {
    return on(this)
        .read("nvmlDeviceGetDisplayMode", NvmlFunctions::nvmlDeviceGetDisplayMode, Decoder::flag);
  }

  /**
   * {@return whether a display is set up on the GPU, connected or not} {@code
   * nvmlDeviceGetDisplayActive}, since driver 450 or older.
   */
  default NvmlResult<Boolean> displayActive() {
    return on(this)
        .read(
            "nvmlDeviceGetDisplayActive", NvmlFunctions::nvmlDeviceGetDisplayActive, Decoder::flag);
  }

  /**
   * {@return whether a call needs root} {@code nvmlDeviceGetAPIRestriction}, since driver 450 or
   * older.
   *
   * @param api the group of calls
   */
  default NvmlResult<Boolean> apiRestriction(NvmlRestrictedApi api) {
    return on(this)
        .read(
            "nvmlDeviceGetAPIRestriction",
            NvmlFunctions::nvmlDeviceGetAPIRestriction,
            api.value(),
            Decoder::flag);
  }

  /**
   * {@return whether the GPU accepts no new clients because it is being taken out of service}
   * {@code nvmlDeviceQueryDrainState}, since driver 450 or older.
   */
  default NvmlResult<Boolean> drainState() {
    return DrainState.read(on(this));
  }

  /**
   * {@return how the GPU is virtualised} {@code nvmlDeviceGetVirtualizationMode}, since driver 450
   * or older.
   */
  default NvmlResult<NvmlVirtualizationMode> virtualizationMode() {
    return on(this)
        .read(
            "nvmlDeviceGetVirtualizationMode",
            NvmlFunctions::nvmlDeviceGetVirtualizationMode,
            scratch -> new NvmlVirtualizationMode(scratch.int32(0)));
  }
}
