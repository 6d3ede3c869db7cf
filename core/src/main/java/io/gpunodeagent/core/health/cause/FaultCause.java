// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import static io.gpunodeagent.core.health.cause.GpuState.DEGRADED;
import static io.gpunodeagent.core.health.cause.GpuState.UNHEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNKNOWN;

import io.gpunodeagent.core.health.cause.CauseRule.Clearing;
import io.gpunodeagent.core.health.cause.CauseRule.Onset;
import java.util.Locale;
import java.util.Set;

/** The causes without a number of their own, with what each does and when it is over. */
public enum FaultCause {
  /** Uncorrectable memory errors since the driver was loaded; a reset starts the count over. */
  UNCORRECTABLE_ERRORS(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.RECOVERY_TOLD,
      HealthAction.RESET_GPU,
      "uncorrectable ECC errors since driver load"),
  /** The count of uncorrectable memory errors over the board's life has grown. */
  UNCORRECTABLE_ERRORS_GREW(
      DEGRADED,
      Onset.AT_ONCE,
      Clearing.LONG_QUIET,
      HealthAction.RESET_GPU,
      "more uncorrectable ECC errors over the board's life"),
  /** A row remap waits for a reset; work may go on until then. */
  ROW_REMAP_PENDING(
      DEGRADED,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.RESET_GPU,
      "a row remap waits for a reset"),
  /** A row remap failed: no spare row was left where one was needed. */
  ROW_REMAP_FAILED(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "a row remap failed"),
  /** Pages wait to be retired, before Ampere. */
  RETIRED_PAGES_PENDING(
      DEGRADED,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.RESET_GPU,
      "pages to be retired wait for a reset"),
  /** Memory holds errors that cannot be repaired. */
  MEMORY_UNREPAIRABLE(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "memory holds errors that cannot be repaired"),
  /** Too many errors in on-chip memory: the board is to be replaced. */
  SRAM_THRESHOLD_EXCEEDED(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "too many errors in on-chip memory"),
  /** Fewer NVLinks are up than the model has, or than other GPUs of the node have. */
  NVLINKS_MISSING(
      DEGRADED,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.RESET_GPU,
      "fewer NVLinks are up than should be"),
  /** NVLink errors come fast enough to cost throughput, or links had to recover. */
  NVLINK_ERRORS(
      DEGRADED, Onset.AT_ONCE, Clearing.QUIET, HealthAction.DRAIN_AND_INSPECT, "NVLink errors"),
  /** Heat or a hardware fault holds the clocks down. */
  HARDWARE_SLOWDOWN(
      DEGRADED,
      Onset.PERSISTENT,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "the hardware holds the clocks down"),
  /** The driver holds the clocks down because of heat. */
  THERMAL_SLOWDOWN(
      DEGRADED,
      Onset.PERSISTENT,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "heat holds the clocks down"),
  /** The machine's power supply holds the clocks down. */
  POWER_BRAKE(
      DEGRADED,
      Onset.PERSISTENT,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "the power brake holds the clocks down"),
  /** The GPU is not registered with the NVLink fabric; CUDA does not start until it is. */
  FABRIC_NOT_READY(
      UNHEALTHY,
      Onset.UNKNOWN_UNTIL_PERSISTENT,
      Clearing.SETTLED,
      HealthAction.RESTART_NODE,
      "not registered with the NVLink fabric"),
  /** Registration with the NVLink fabric failed, or the fabric is unhealthy. */
  FABRIC_FAILED(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "the NVLink fabric failed"),
  /** The NVLink fabric gives less than its full bandwidth. */
  FABRIC_DEGRADED(
      DEGRADED,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "the NVLink fabric gives less than full bandwidth"),
  /** The GPU's PCIe link has fewer lanes than GPU and slot have. */
  PCIE_WIDTH_REDUCED(
      DEGRADED,
      Onset.PERSISTENT,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "PCIe runs with fewer lanes than GPU and slot have"),
  /** The GPU's PCIe link is of a lower generation than GPU and slot have, while the GPU is busy. */
  PCIE_GENERATION_REDUCED(
      DEGRADED,
      Onset.PERSISTENT,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "PCIe runs at a lower generation than GPU and slot have"),
  /** The kernel log says that the GPU has fallen off the bus, whatever NVML says. */
  OFF_BUS(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.RESET,
      HealthAction.RESTART_NODE,
      "the GPU has fallen off the bus"),
  /** The kernel log says that the driver could not initialise the GPU. */
  INIT_FAILED(
      UNHEALTHY,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.RESTART_NODE,
      "the driver could not initialise the GPU"),
  /** NVML says the GPU is lost or not found. */
  LOST(UNHEALTHY, Onset.AT_ONCE, Clearing.SETTLED, HealthAction.RESTART_NODE, "the GPU is lost"),
  /** NVML says the GPU must be reset before it can be used. */
  RESET_REQUIRED(
      UNHEALTHY, Onset.AT_ONCE, Clearing.SETTLED, HealthAction.RESET_GPU, "the GPU needs a reset"),
  /** A call on the GPU does not return. */
  HUNG(
      UNHEALTHY,
      Onset.UNKNOWN_UNTIL_PERSISTENT,
      Clearing.SETTLED,
      HealthAction.RESTART_NODE,
      "the GPU does not answer"),
  /** The GPU is known, or on the PCI bus, and NVML does not show it. */
  MISSING(
      UNHEALTHY,
      Onset.UNKNOWN_UNTIL_PERSISTENT,
      Clearing.SETTLED,
      HealthAction.RESTART_NODE,
      "NVML does not show the GPU"),
  /** NVML counts the GPU and gives no handle of it, as where the process may not open it. */
  REFUSED(
      UNKNOWN,
      Onset.AT_ONCE,
      Clearing.AT_ONCE,
      HealthAction.NONE,
      "NVML counts the GPU and does not give it"),
  /** The GPU has not been read yet. */
  NOT_YET_READ(
      UNKNOWN, Onset.AT_ONCE, Clearing.AT_ONCE, HealthAction.NONE, "the GPU has not been read yet"),
  /** The GPU was never judged, and the watch for its XIDs is still being set up. */
  NOT_YET_WATCHED(
      UNKNOWN, Onset.AT_ONCE, Clearing.AT_ONCE, HealthAction.NONE, "XIDs are not watched yet"),
  /** A reading that health needs failed. */
  UNREADABLE(
      UNKNOWN,
      Onset.AT_ONCE,
      Clearing.SETTLED,
      HealthAction.DRAIN_AND_INSPECT,
      "readings that health needs failed"),
  /** Neither NVML nor the kernel log reports XIDs. */
  XIDS_UNWATCHED(
      UNKNOWN,
      Onset.UNKNOWN_UNTIL_PERSISTENT,
      Clearing.AT_ONCE,
      HealthAction.NONE,
      "XIDs are not watched");

  /** What a GPU has before its first judgement: they last no longer than a call may take. */
  public static final Set<Cause> AWAITED = Set.of(NOT_YET_READ.cause(), NOT_YET_WATCHED.cause());

  private final GpuState effect;
  private final Onset onset;
  private final Clearing clearing;
  private final HealthAction action;
  private final String meaning;

  FaultCause(GpuState effect, Onset onset, Clearing clearing, HealthAction action, String meaning) {
    this.effect = effect;
    this.onset = onset;
    this.clearing = clearing;
    this.action = action;
    this.meaning = meaning;
  }

  CauseRule rule() {
    return new CauseRule(effect, onset, clearing, action, meaning);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The fault as a cause. */
  public Cause cause() {
    return new Cause.Of(this);
  }
}
