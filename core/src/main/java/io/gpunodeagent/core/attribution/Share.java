// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import java.util.List;

/**
 * What is ascribed to one party on one device.
 *
 * @param pids its processes there, in NVML's order
 * @param smPercent share of the device's SMs, % 0–100
 * @param memoryBytes device memory
 */
public record Share(List<Long> pids, Attributed<Double> smPercent, Attributed<Long> memoryBytes) {

  public Share {
    pids = List.copyOf(pids);
  }
}
