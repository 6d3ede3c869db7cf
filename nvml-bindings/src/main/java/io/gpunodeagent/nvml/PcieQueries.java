package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** The PCIe link of a GPU. It drops to generation 1 when idle on many boards. */
public sealed interface PcieQueries permits NvmlDevice {
  /**
   * Traffic in KB/s over the last 20 ms, <b>for which the call blocks</b>. {@link
   * NvmlReturn#NOT_SUPPORTED} in virtual machines with a vGPU. {@code nvmlDeviceGetPcieThroughput},
   * since driver 450 or older.
   */
  default NvmlResult<Long> pcieThroughput(NvmlPcieUtilCounter counter) {
    return on(this)
        .read(
            "nvmlDeviceGetPcieThroughput",
            NvmlFunctions::nvmlDeviceGetPcieThroughput,
            counter.value(),
            Decoder::unsigned);
  }

  /**
   * Replayed packets since the driver was loaded. {@code nvmlDeviceGetPcieReplayCounter}, since
   * driver 450 or older.
   */
  default NvmlResult<Long> pcieReplayCounter() {
    return on(this)
        .read(
            "nvmlDeviceGetPcieReplayCounter",
            NvmlFunctions::nvmlDeviceGetPcieReplayCounter,
            Decoder::unsigned);
  }

  /**
   * The PCIe generation in use. {@code nvmlDeviceGetCurrPcieLinkGeneration}, since driver 450 or
   * older.
   */
  default NvmlResult<Integer> currPcieLinkGeneration() {
    return on(this)
        .read(
            "nvmlDeviceGetCurrPcieLinkGeneration",
            NvmlFunctions::nvmlDeviceGetCurrPcieLinkGeneration,
            Decoder::figure);
  }

  /**
   * The greatest generation of GPU and slot. {@code nvmlDeviceGetMaxPcieLinkGeneration}, since
   * driver 450 or older.
   */
  default NvmlResult<Integer> maxPcieLinkGeneration() {
    return on(this)
        .read(
            "nvmlDeviceGetMaxPcieLinkGeneration",
            NvmlFunctions::nvmlDeviceGetMaxPcieLinkGeneration,
            Decoder::figure);
  }

  /**
   * The greatest generation of the GPU alone. {@code nvmlDeviceGetGpuMaxPcieLinkGeneration}, since
   * driver 525.
   */
  default NvmlResult<Integer> gpuMaxPcieLinkGeneration() {
    return on(this)
        .read(
            "nvmlDeviceGetGpuMaxPcieLinkGeneration",
            NvmlFunctions::nvmlDeviceGetGpuMaxPcieLinkGeneration,
            Decoder::figure);
  }

  /** The lanes in use. {@code nvmlDeviceGetCurrPcieLinkWidth}, since driver 450 or older. */
  default NvmlResult<Integer> currPcieLinkWidth() {
    return on(this)
        .read(
            "nvmlDeviceGetCurrPcieLinkWidth",
            NvmlFunctions::nvmlDeviceGetCurrPcieLinkWidth,
            Decoder::figure);
  }

  /**
   * The most lanes of GPU and slot. {@code nvmlDeviceGetMaxPcieLinkWidth}, since driver 450 or
   * older.
   */
  default NvmlResult<Integer> maxPcieLinkWidth() {
    return on(this)
        .read(
            "nvmlDeviceGetMaxPcieLinkWidth",
            NvmlFunctions::nvmlDeviceGetMaxPcieLinkWidth,
            Decoder::figure);
  }

  /** The speed of a lane in Mbit/s. {@code nvmlDeviceGetPcieSpeed}, since driver 515. */
  default NvmlResult<Long> pcieSpeed() {
    return on(this)
        .read("nvmlDeviceGetPcieSpeed", NvmlFunctions::nvmlDeviceGetPcieSpeed, Decoder::unsigned);
  }

  /**
   * The greatest speed of a lane in Mbit/s. The header promises Mbit/s and lists codes; both are
   * taken. {@code nvmlDeviceGetPcieLinkMaxSpeed}, since driver 510.
   */
  default NvmlResult<Long> pcieLinkMaxSpeed() {
    return on(this)
        .read(
            "nvmlDeviceGetPcieLinkMaxSpeed",
            NvmlFunctions::nvmlDeviceGetPcieLinkMaxSpeed,
            scratch -> PcieLinkSpeed.megabits(scratch.u32(0)));
  }
}
