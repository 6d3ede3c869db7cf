// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.NvmlFunctions;

/** The PCIe link of a GPU. On many boards it drops to generation 1 when the GPU is idle. */
public sealed interface PcieQueries permits NvmlDevice {
  /**
   * {@return traffic in KB/s over the last 20 ms, <b>for which the call blocks</b>} {@link
   * NvmlReturn#NOT_SUPPORTED} in virtual machines with a vGPU. {@code nvmlDeviceGetPcieThroughput},
   * since driver 450 or older.
   *
   * @param counter the direction
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
   * {@return the number of packets that were replayed since the driver was loaded} {@code
   * nvmlDeviceGetPcieReplayCounter}, since driver 450 or older.
   */
  default NvmlResult<Long> pcieReplayCounter() {
    return on(this)
        .read(
            "nvmlDeviceGetPcieReplayCounter",
            NvmlFunctions::nvmlDeviceGetPcieReplayCounter,
            Decoder::unsigned);
  }

  /**
   * {@return the PCIe generation in use} {@code nvmlDeviceGetCurrPcieLinkGeneration}, since driver
   * 450 or older.
   */
  default NvmlResult<Integer> currPcieLinkGeneration() {
    return on(this)
        .read(
            "nvmlDeviceGetCurrPcieLinkGeneration",
            NvmlFunctions::nvmlDeviceGetCurrPcieLinkGeneration,
            Decoder::figure);
  }

  /**
   * {@return the highest generation that GPU and slot support} {@code
   * nvmlDeviceGetMaxPcieLinkGeneration}, since driver 450 or older.
   */
  default NvmlResult<Integer> maxPcieLinkGeneration() {
    return on(this)
        .read(
            "nvmlDeviceGetMaxPcieLinkGeneration",
            NvmlFunctions::nvmlDeviceGetMaxPcieLinkGeneration,
            Decoder::figure);
  }

  /**
   * {@return the highest generation that the GPU itself supports} {@code
   * nvmlDeviceGetGpuMaxPcieLinkGeneration}, since driver 525.
   */
  default NvmlResult<Integer> gpuMaxPcieLinkGeneration() {
    return on(this)
        .read(
            "nvmlDeviceGetGpuMaxPcieLinkGeneration",
            NvmlFunctions::nvmlDeviceGetGpuMaxPcieLinkGeneration,
            Decoder::figure);
  }

  /**
   * {@return the number of lanes in use} {@code nvmlDeviceGetCurrPcieLinkWidth}, since driver 450
   * or older.
   */
  default NvmlResult<Integer> currPcieLinkWidth() {
    return on(this)
        .read(
            "nvmlDeviceGetCurrPcieLinkWidth",
            NvmlFunctions::nvmlDeviceGetCurrPcieLinkWidth,
            Decoder::figure);
  }

  /**
   * {@return the largest number of lanes that GPU and slot support} {@code
   * nvmlDeviceGetMaxPcieLinkWidth}, since driver 450 or older.
   */
  default NvmlResult<Integer> maxPcieLinkWidth() {
    return on(this)
        .read(
            "nvmlDeviceGetMaxPcieLinkWidth",
            NvmlFunctions::nvmlDeviceGetMaxPcieLinkWidth,
            Decoder::figure);
  }

  /** {@return the speed of a lane in Mbit/s} {@code nvmlDeviceGetPcieSpeed}, since driver 515. */
  default NvmlResult<Long> pcieSpeed() {
    return on(this)
        .read("nvmlDeviceGetPcieSpeed", NvmlFunctions::nvmlDeviceGetPcieSpeed, Decoder::unsigned);
  }

  /**
   * {@return the highest speed of a lane in Mbit/s} The header promises Mbit/s but lists codes;
   * both are understood. {@code nvmlDeviceGetPcieLinkMaxSpeed}, since driver 510.
   */
  default NvmlResult<Long> pcieLinkMaxSpeed() {
    return on(this)
        .read(
            "nvmlDeviceGetPcieLinkMaxSpeed",
            NvmlFunctions::nvmlDeviceGetPcieLinkMaxSpeed,
            scratch -> PcieLinkSpeed.megabits(scratch.u32(0)));
  }
}
