// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.output;

import io.gpunodeagent.core.health.GpuHealth;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.Cause.DriverUnavailable;
import io.gpunodeagent.core.health.cause.Cause.NvLinkDown;
import io.gpunodeagent.core.health.cause.Cause.NvLinkFlapping;
import io.gpunodeagent.core.health.cause.Cause.Of;
import io.gpunodeagent.core.health.cause.Cause.RecoveryWanted;
import io.gpunodeagent.core.health.cause.Cause.SwitchError;
import io.gpunodeagent.core.health.cause.Cause.XidError;
import io.gpunodeagent.core.health.cause.Cause.XidNonFatal;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.cause.RecoveryAction;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A GPU's health in the terms of DCGM's health watches, as {@code DCGM_EXP_GPU_HEALTH_STATUS} shows
 * it.
 *
 * @param watch the {@code health_watch} label
 * @param errorCode the {@code health_error_code} label, {@code DCGM_FR_OK} when nothing is wrong
 * @param value 0 pass, 10 warn, 20 fail
 */
public record DcgmHealth(Watch watch, String errorCode, int value) {

  /** For what DCGM has no code for. */
  private static final String UNKNOWN = "DCGM_FR_UNKNOWN";

  private static final String OK = "DCGM_FR_OK";
  private static final String XID = "DCGM_FR_XID_ERROR";

  /** DCGM's health watches, and all of them together. */
  public enum Watch {
    PCIE,
    NVLINK,
    PMU,
    MCU,
    MEM,
    SM,
    INFOROM,
    THERMAL,
    POWER,
    DRIVER,
    ALL
  }

  /**
   * One row a watch, each with the worst that counts. Empty for a GPU whose state is not known: an
   * absent series is not a pass.
   */
  public static List<DcgmHealth> of(GpuHealth gpu) {
    if (gpu.state() == GpuState.UNKNOWN) {
      return List.of();
    }
    Map<Watch, DcgmHealth> rows = new EnumMap<>(Watch.class);
    for (var watch : Watch.values()) {
      rows.put(watch, new DcgmHealth(watch, OK, 0));
    }
    for (var finding : gpu.raised()) {
      int value = value(finding.effect());
      var terms = terms(finding.cause());
      take(rows, new DcgmHealth(terms.watch(), terms.errorCode(), value));
      take(rows, new DcgmHealth(Watch.ALL, terms.errorCode(), value));
    }
    return List.copyOf(rows.values());
  }

  private static void take(Map<Watch, DcgmHealth> rows, DcgmHealth row) {
    rows.merge(row.watch(), row, (held, other) -> other.value() > held.value() ? other : held);
  }

  private static int value(GpuState effect) {
    return switch (effect) {
      case HEALTHY -> 0;
      case DEGRADED, UNKNOWN -> 10;
      case UNHEALTHY -> 20;
    };
  }

  private record Terms(Watch watch, String errorCode) {}

  private static Terms terms(Cause cause) {
    return switch (cause) {
      case XidError(int code) -> xid(code);
      case XidNonFatal(int code) -> xid(code);
      case SwitchError _ -> new Terms(Watch.NVLINK, "DCGM_FR_NVSWITCH_FATAL_ERROR");
      case RecoveryWanted(int code) -> recovery(code);
      case NvLinkDown _ -> new Terms(Watch.NVLINK, "DCGM_FR_NVLINK_DOWN");
      case NvLinkFlapping _ -> new Terms(Watch.NVLINK, "DCGM_FR_NVLINK_ERROR_CRITICAL");
      case DriverUnavailable _ -> new Terms(Watch.DRIVER, "DCGM_FR_NVML_API");
      case Of(var fault) -> fault(fault);
    };
  }

  private static Terms recovery(int code) {
    return new Terms(
        Watch.DRIVER, RecoveryAction.of(code).map(DcgmHealth::errorCode).orElse(UNKNOWN));
  }

  private static String errorCode(RecoveryAction wanted) {
    return switch (wanted) {
      case GPU_RESET -> "DCGM_FR_GPU_RECOVERY_RESET";
      case NODE_REBOOT -> "DCGM_FR_GPU_RECOVERY_REBOOT";
      case DRAIN_P2P -> "DCGM_FR_GPU_RECOVERY_DRAIN_P2P";
      case DRAIN_AND_RESET -> "DCGM_FR_GPU_RECOVERY_DRAIN_RESET";
      case RECOVER_IMEX_DOMAIN -> "DCGM_FR_GPU_RECOVERY_IMEX_DOMAIN";
      case BUS_RESET, SYSTEM_REBOOT -> UNKNOWN;
    };
  }

  /** DCGM has codes of their own for two XIDs. */
  private static Terms xid(int code) {
    return switch (code) {
      case 79 -> new Terms(Watch.PCIE, "DCGM_FR_FALLEN_OFF_BUS");
      case 95 -> new Terms(Watch.MEM, "DCGM_FR_UNCONTAINED_ERROR");
      case 48, 63, 64, 92, 94, 140, 171, 172 -> new Terms(Watch.MEM, XID);
      case 74, 136, 144, 145, 146, 147, 148, 149, 150, 155 -> new Terms(Watch.NVLINK, XID);
      case 59, 61, 62, 122, 123, 124 -> new Terms(Watch.PMU, XID);
      case 93, 125 -> new Terms(Watch.INFOROM, XID);
      case 167 -> new Terms(Watch.PCIE, XID);
      default -> new Terms(Watch.DRIVER, XID);
    };
  }

  private static Terms fault(FaultCause fault) {
    return switch (fault) {
      case UNCORRECTABLE_ERRORS, UNCORRECTABLE_ERRORS_GREW ->
          new Terms(Watch.MEM, "DCGM_FR_VOLATILE_DBE_DETECTED");
      case ROW_REMAP_PENDING -> new Terms(Watch.MEM, "DCGM_FR_PENDING_ROW_REMAP");
      case ROW_REMAP_FAILED, MEMORY_UNREPAIRABLE ->
          new Terms(Watch.MEM, "DCGM_FR_ROW_REMAP_FAILURE");
      case RETIRED_PAGES_PENDING -> new Terms(Watch.MEM, "DCGM_FR_PENDING_PAGE_RETIREMENTS");
      case SRAM_THRESHOLD_EXCEEDED -> new Terms(Watch.SM, "DCGM_FR_SRAM_THRESHOLD");
      case NVLINKS_MISSING -> new Terms(Watch.NVLINK, "DCGM_FR_NVLINK_DOWN");
      case NVLINK_ERRORS -> new Terms(Watch.NVLINK, "DCGM_FR_NVLINK_ERROR_CRITICAL");
      case FABRIC_NOT_READY, FABRIC_FAILED, FABRIC_DEGRADED ->
          new Terms(Watch.NVLINK, "DCGM_FR_FABRIC_MANAGER_TRAINING_ERROR");
      case HARDWARE_SLOWDOWN, THERMAL_SLOWDOWN ->
          new Terms(Watch.THERMAL, "DCGM_FR_CLOCKS_EVENT_THERMAL");
      case PCIE_WIDTH_REDUCED -> new Terms(Watch.PCIE, "DCGM_FR_PCIE_WIDTH");
      case PCIE_GENERATION_REDUCED -> new Terms(Watch.PCIE, "DCGM_FR_PCIE_GENERATION");
      case POWER_BRAKE -> new Terms(Watch.POWER, "DCGM_FR_CLOCKS_EVENT_POWER");
      case OFF_BUS, LOST, RESET_REQUIRED, MISSING ->
          new Terms(Watch.PCIE, "DCGM_FR_FALLEN_OFF_BUS");
      case INIT_FAILED, HUNG, REFUSED, NOT_YET_READ, NOT_YET_WATCHED, UNREADABLE, XIDS_UNWATCHED ->
          new Terms(Watch.DRIVER, "DCGM_FR_NVML_API");
    };
  }
}
