package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** Switches of a GPU. */
public sealed interface ModeQueries permits NvmlDevice {
  /**
   * Whether the driver stays loaded without a client. {@code nvmlDeviceGetPersistenceMode}, since
   * driver 450 or older.
   */
  default NvmlResult<Boolean> persistenceMode() {
    return on(this)
        .read(
            "nvmlDeviceGetPersistenceMode",
            NvmlFunctions::nvmlDeviceGetPersistenceMode,
            Decoder::flag);
  }

  /**
   * Whether a display is connected. {@link NvmlReturn#DEPRECATED} from driver 590 on. {@code
   * nvmlDeviceGetDisplayMode}, since driver 450 or older.
   */
  default NvmlResult<Boolean> displayMode() {
    return on(this)
        .read("nvmlDeviceGetDisplayMode", NvmlFunctions::nvmlDeviceGetDisplayMode, Decoder::flag);
  }

  /**
   * Whether a display is set up on the GPU, connected or not. {@code nvmlDeviceGetDisplayActive},
   * since driver 450 or older.
   */
  default NvmlResult<Boolean> displayActive() {
    return on(this)
        .read(
            "nvmlDeviceGetDisplayActive", NvmlFunctions::nvmlDeviceGetDisplayActive, Decoder::flag);
  }

  /**
   * Whether a call is reserved to root. {@code nvmlDeviceGetAPIRestriction}, since driver 450 or
   * older.
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
   * Whether the GPU takes no new clients, because it is being taken out of service. {@code
   * nvmlDeviceQueryDrainState}, since driver 450 or older.
   */
  default NvmlResult<Boolean> drainState() {
    return DrainState.read(on(this));
  }

  /**
   * How the GPU is virtualised. {@code nvmlDeviceGetVirtualizationMode}, since driver 450 or older.
   */
  default NvmlResult<NvmlVirtualizationMode> virtualizationMode() {
    return on(this)
        .read(
            "nvmlDeviceGetVirtualizationMode",
            NvmlFunctions::nvmlDeviceGetVirtualizationMode,
            scratch -> new NvmlVirtualizationMode(scratch.int32(0)));
  }
}
