package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.core.snapshot.DeviceSignal.FAN_SPEED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.GPU_MAX_TEMPERATURE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_MAX_TEMPERATURE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.POWER_LIMIT;
import static io.gpunodeagent.core.snapshot.DeviceSignal.POWER_LIMIT_DEFAULT;
import static io.gpunodeagent.core.snapshot.DeviceSignal.POWER_LIMIT_ENFORCED;
import static io.gpunodeagent.core.snapshot.DeviceSignal.POWER_LIMIT_MAX;
import static io.gpunodeagent.core.snapshot.DeviceSignal.POWER_LIMIT_MIN;
import static io.gpunodeagent.core.snapshot.DeviceSignal.POWER_USAGE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.SHUTDOWN_TEMPERATURE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.SLOWDOWN_TEMPERATURE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.TEMPERATURE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.TEMPERATURE_MARGIN;
import static io.gpunodeagent.core.snapshot.FieldSignal.everyPass;
import static io.gpunodeagent.core.snapshot.FieldSignal.slow;

import java.util.List;

/** Power, energy, heat and fans. Field numbers are {@code NVML_FI_*}. */
final class PowerMetrics {

  private PowerMetrics() {}

  static List<Metric> rows() {
    return List.of(
        gauge(
            140,
            "DCGM_FI_DEV_MEMORY_TEMP",
            "degC",
            "Memory (HBM) temperature",
            reading(everyPass(82))),
        gauge(150, "DCGM_FI_DEV_GPU_TEMP", "degC", "Core temperature", reading(TEMPERATURE)),
        gauge(
            151,
            "DCGM_FI_DEV_MEM_MAX_OP_TEMP",
            "degC",
            "Memory temperature above which software slows the GPU",
            reading(MEMORY_MAX_TEMPERATURE)),
        gauge(
            152,
            "DCGM_FI_DEV_GPU_MAX_OP_TEMP",
            "degC",
            "Core temperature above which clocks may drop below base",
            reading(GPU_MAX_TEMPERATURE)),
        gauge(
            153,
            "DCGM_FI_DEV_GPU_TEMP_LIMIT",
            "degC",
            "Degrees left before the nearest slowdown limit",
            reading(TEMPERATURE_MARGIN)),
        gauge(
            158,
            "DCGM_FI_DEV_SLOWDOWN_TEMP",
            "degC",
            "Core temperature of hardware slowdown",
            reading(SLOWDOWN_TEMPERATURE)),
        gauge(
            159,
            "DCGM_FI_DEV_SHUTDOWN_TEMP",
            "degC",
            "Core temperature of hardware shutdown",
            reading(SHUTDOWN_TEMPERATURE)),
        gauge(
            155,
            "DCGM_FI_DEV_POWER_USAGE",
            "W",
            "Board power; a 1 s average on Ampere and newer but GA100",
            reading(POWER_USAGE, Conversion.WATTS)),
        counter(
            156,
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
            "mJ",
            "Energy used since the driver was loaded",
            reading(everyPass(83))),
        gauge(
            157,
            "DCGM_FI_DEV_POWER_USAGE_INSTANT",
            "W",
            "Instantaneous board power",
            reading(everyPass(186), Conversion.WATTS)),
        gauge(
            160,
            "DCGM_FI_DEV_POWER_MGMT_LIMIT",
            "W",
            "Power cap requested by software",
            reading(POWER_LIMIT, Conversion.WHOLE_WATTS)),
        gauge(
            161,
            "DCGM_FI_DEV_POWER_MGMT_LIMIT_MIN",
            "W",
            "Lowest cap that may be set",
            reading(POWER_LIMIT_MIN, Conversion.WHOLE_WATTS)),
        gauge(
            162,
            "DCGM_FI_DEV_POWER_MGMT_LIMIT_MAX",
            "W",
            "Highest cap that may be set",
            reading(POWER_LIMIT_MAX, Conversion.WHOLE_WATTS)),
        gauge(
            163,
            "DCGM_FI_DEV_POWER_MGMT_LIMIT_DEF",
            "W",
            "Factory power cap",
            reading(POWER_LIMIT_DEFAULT, Conversion.WHOLE_WATTS)),
        gauge(
            164,
            "DCGM_FI_DEV_ENFORCED_POWER_LIMIT",
            "W",
            "Cap in force after every other limiter",
            reading(POWER_LIMIT_ENFORCED, Conversion.WHOLE_WATTS)),
        gauge(
            191,
            "DCGM_FI_DEV_FAN_SPEED",
            "%",
            "Intended fan speed as a share of maximum",
            reading(FAN_SPEED)),
        gauge(
            1425,
            "DCGM_FI_DEV_PWR_SMOOTHING_ENABLED",
            "see nvml.h",
            "Power smoothing: 1 when on",
            reading(slow(251))),
        gauge(
            1426,
            "DCGM_FI_DEV_PWR_SMOOTHING_PRIV_LVL",
            "see nvml.h",
            "Power smoothing: privilege level of the caller",
            reading(slow(252))),
        gauge(
            1427,
            "DCGM_FI_DEV_PWR_SMOOTHING_IMM_RAMP_DOWN_ENABLED",
            "see nvml.h",
            "Power smoothing: 1 when immediate ramp-down is on",
            reading(slow(253))),
        gauge(
            1428,
            "DCGM_FI_DEV_PWR_SMOOTHING_APPLIED_TMP_CEIL",
            "see nvml.h",
            "Power smoothing: ceiling in force, relative to TMP",
            reading(slow(254))),
        gauge(
            1429,
            "DCGM_FI_DEV_PWR_SMOOTHING_APPLIED_TMP_FLOOR",
            "see nvml.h",
            "Power smoothing: floor in force, relative to TMP",
            reading(slow(255))),
        gauge(
            1430,
            "DCGM_FI_DEV_PWR_SMOOTHING_MAX_PERCENT_TMP_FLOOR_SETTING",
            "see nvml.h",
            "Power smoothing: highest floor that may be set",
            reading(slow(256))),
        gauge(
            1431,
            "DCGM_FI_DEV_PWR_SMOOTHING_MIN_PERCENT_TMP_FLOOR_SETTING",
            "see nvml.h",
            "Power smoothing: lowest floor that may be set",
            reading(slow(257))),
        gauge(
            1432,
            "DCGM_FI_DEV_PWR_SMOOTHING_HW_CIRCUITRY_PERCENT_LIFETIME_REMAINING",
            "see nvml.h",
            "Power smoothing: lifetime left to its circuitry",
            reading(slow(258))),
        gauge(
            1433,
            "DCGM_FI_DEV_PWR_SMOOTHING_MAX_NUM_PRESET_PROFILES",
            "see nvml.h",
            "Power smoothing: preset profiles there may be",
            reading(slow(259))),
        gauge(
            1434,
            "DCGM_FI_DEV_PWR_SMOOTHING_PROFILE_PERCENT_TMP_FLOOR",
            "see nvml.h",
            "Power smoothing: floor of the active profile",
            reading(slow(260))),
        gauge(
            1435,
            "DCGM_FI_DEV_PWR_SMOOTHING_PROFILE_RAMP_UP_RATE",
            "see nvml.h",
            "Power smoothing: ramp-up rate of the active profile",
            reading(slow(261))),
        gauge(
            1436,
            "DCGM_FI_DEV_PWR_SMOOTHING_PROFILE_RAMP_DOWN_RATE",
            "see nvml.h",
            "Power smoothing: ramp-down rate of the active profile",
            reading(slow(262))),
        gauge(
            1437,
            "DCGM_FI_DEV_PWR_SMOOTHING_PROFILE_RAMP_DOWN_HYST_VAL",
            "see nvml.h",
            "Power smoothing: ramp-down hysteresis of the active profile",
            reading(slow(263))),
        gauge(
            1438,
            "DCGM_FI_DEV_PWR_SMOOTHING_ACTIVE_PRESET_PROFILE",
            "see nvml.h",
            "Power smoothing: number of the active profile",
            reading(slow(264))),
        gauge(
            1439,
            "DCGM_FI_DEV_PWR_SMOOTHING_ADMIN_OVERRIDE_PERCENT_TMP_FLOOR",
            "see nvml.h",
            "Power smoothing: floor set by the administrator",
            reading(slow(265))),
        gauge(
            1440,
            "DCGM_FI_DEV_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_UP_RATE",
            "see nvml.h",
            "Power smoothing: ramp-up rate set by the administrator",
            reading(slow(266))),
        gauge(
            1441,
            "DCGM_FI_DEV_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_RATE",
            "see nvml.h",
            "Power smoothing: ramp-down rate set by the administrator",
            reading(slow(267))),
        gauge(
            1442,
            "DCGM_FI_DEV_PWR_SMOOTHING_ADMIN_OVERRIDE_RAMP_DOWN_HYST_VAL",
            "see nvml.h",
            "Power smoothing: ramp-down hysteresis set by the administrator",
            reading(slow(268))));
  }
}
