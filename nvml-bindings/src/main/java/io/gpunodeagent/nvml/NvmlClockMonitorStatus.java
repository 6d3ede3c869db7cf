// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Faults that the clock monitors found ({@code nvmlClkMonStatus_t}).
 *
 * @param faulty whether there is any fault
 * @param faults the clock domains that have a fault, at most 32
 */
public record NvmlClockMonitorStatus(boolean faulty, List<Fault> faults) {
  private static final int MAX_FAULTS = 32;

  /** Copies the list. */
  public NvmlClockMonitorStatus {
    faults = List.copyOf(faults);
  }

  /**
   * The faults of one clock domain.
   *
   * @param domain the number that the driver gives the domain
   * @param mask one bit for each fault
   */
  public record Fault(long domain, long mask) {}

  static NvmlClockMonitorStatus of(Scratch scratch) {
    int count = Math.min(scratch.figure(LoadStructs.ClkMonStatus.CLK_MON_LIST_SIZE), MAX_FAULTS);
    List<Fault> faults =
        IntStream.range(0, count)
            .map(
                i -> LoadStructs.ClkMonStatus.CLK_MON_LIST + i * LoadStructs.ClkMonFaultInfo.SIZEOF)
            .mapToObj(
                at ->
                    new Fault(
                        scratch.u32(at + LoadStructs.ClkMonFaultInfo.CLK_API_DOMAIN),
                        scratch.u32(at + LoadStructs.ClkMonFaultInfo.CLK_DOMAIN_FAULT_MASK)))
            .toList();
    return new NvmlClockMonitorStatus(
        scratch.flag(LoadStructs.ClkMonStatus.B_GLOBAL_STATUS), faults);
  }
}
