// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.evidence;

/**
 * What counts as use: more than this. Below it is rest, so that a tiny kernel that only keeps an
 * allocation alive does not count.
 *
 * @param smPercent of the SMs or of the time a kernel ran, % 0–100
 * @param memoryBandwidthPercent of the memory's bandwidth or of the time it was busy, % 0–100
 * @param energyAboveIdleWatts above the power of the same GPU at rest, W
 * @param trafficMibPerSecond in one direction over PCIe or NVLink, MiB/s; polling alone moves some
 * @param codecPercent of an encoder, decoder, JPEG or optical flow engine, % 0–100
 */
public record ActivityThresholds(
    double smPercent,
    double memoryBandwidthPercent,
    double energyAboveIdleWatts,
    double trafficMibPerSecond,
    double codecPercent) {

  /** 1 % of SMs, memory and codecs, 15 W, 10 MiB/s. */
  public static ActivityThresholds defaults() {
    return new ActivityThresholds(1, 1, 15, 10, 1);
  }
}
