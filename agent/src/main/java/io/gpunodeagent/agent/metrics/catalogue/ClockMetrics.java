package io.gpunodeagent.agent.metrics.catalogue;

import static io.gpunodeagent.agent.metrics.catalogue.Metric.counter;
import static io.gpunodeagent.agent.metrics.catalogue.Metric.gauge;
import static io.gpunodeagent.agent.metrics.catalogue.Source.reading;
import static io.gpunodeagent.core.snapshot.DeviceSignal.APPLICATION_GRAPHICS_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.APPLICATION_MEMORY_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.AUTO_BOOST;
import static io.gpunodeagent.core.snapshot.DeviceSignal.CLOCKS_EVENT_REASONS;
import static io.gpunodeagent.core.snapshot.DeviceSignal.DECODER_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.ENCODER_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.GPU_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MAX_MEMORY_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MAX_SM_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MAX_VIDEO_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.MEMORY_UTILIZATION;
import static io.gpunodeagent.core.snapshot.DeviceSignal.PERFORMANCE_STATE;
import static io.gpunodeagent.core.snapshot.DeviceSignal.SM_CLOCK;
import static io.gpunodeagent.core.snapshot.DeviceSignal.VIDEO_CLOCK;
import static io.gpunodeagent.core.snapshot.FieldSignal.everyPass;
import static io.gpunodeagent.core.snapshot.FieldSignal.slow;

import java.util.List;

/** Clocks, utilization and what holds clocks down. Field numbers are {@code NVML_FI_*}. */
final class ClockMetrics {

  private ClockMetrics() {}

  static List<Metric> rows() {
    return List.of(
        gauge(
            100,
            "DCGM_FI_DEV_SM_CLOCK",
            "MHz",
            "Current streaming-multiprocessor clock",
            reading(SM_CLOCK)),
        gauge(101, "DCGM_FI_DEV_MEM_CLOCK", "MHz", "Current memory clock", reading(MEMORY_CLOCK)),
        gauge(
            102,
            "DCGM_FI_DEV_VIDEO_CLOCK",
            "MHz",
            "Current video engine clock",
            reading(VIDEO_CLOCK)),
        gauge(
            110,
            "DCGM_FI_DEV_APP_SM_CLOCK",
            "MHz",
            "SM clock applications asked for",
            reading(APPLICATION_GRAPHICS_CLOCK)),
        gauge(
            111,
            "DCGM_FI_DEV_APP_MEM_CLOCK",
            "MHz",
            "Memory clock applications asked for",
            reading(APPLICATION_MEMORY_CLOCK)),
        gauge(
            112,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASONS",
            "bitmask",
            "Bit mask of the reasons clocks are held below maximum right now",
            reading(CLOCKS_EVENT_REASONS)),
        gauge(
            113,
            "DCGM_FI_DEV_MAX_SM_CLOCK",
            "MHz",
            "Highest SM clock of the board",
            reading(MAX_SM_CLOCK)),
        gauge(
            114,
            "DCGM_FI_DEV_MAX_MEM_CLOCK",
            "MHz",
            "Highest memory clock of the board",
            reading(MAX_MEMORY_CLOCK)),
        gauge(
            115,
            "DCGM_FI_DEV_MAX_VIDEO_CLOCK",
            "MHz",
            "Highest video clock of the board",
            reading(MAX_VIDEO_CLOCK)),
        gauge(
            120,
            "DCGM_FI_DEV_AUTOBOOST",
            "0/1",
            "1 when automatic boost is on",
            reading(AUTO_BOOST)),
        gauge(
            190,
            "DCGM_FI_DEV_PSTATE",
            "0..15",
            "Performance state, 0 the fastest",
            reading(PERFORMANCE_STATE)),
        gauge(
                203,
                "DCGM_FI_DEV_GPU_UTIL",
                "% 0-100",
                "Share of the last sample period in which a kernel was running",
                reading(GPU_UTILIZATION))
            .divided(share -> Words.figure(share.smPercent())),
        gauge(
            204,
            "DCGM_FI_DEV_MEM_COPY_UTIL",
            "% 0-100",
            "Share of time device memory was being read or written",
            reading(MEMORY_UTILIZATION)),
        gauge(
            206,
            "DCGM_FI_DEV_ENC_UTIL",
            "% 0-100",
            "Video encoder utilization",
            reading(ENCODER_UTILIZATION)),
        gauge(
            207,
            "DCGM_FI_DEV_DEC_UTIL",
            "% 0-100",
            "Video decoder utilization",
            reading(DECODER_UTILIZATION)),
        counter(
            240,
            "DCGM_FI_DEV_POWER_VIOLATION",
            "ns",
            "Time clocks were held down by the software power cap",
            reading(everyPass(74))),
        counter(
            241,
            "DCGM_FI_DEV_THERMAL_VIOLATION",
            "ns",
            "Time clocks were held down by heat",
            reading(everyPass(75))),
        counter(
            242,
            "DCGM_FI_DEV_SYNC_BOOST_VIOLATION",
            "ns",
            "Time clocks were held down by sync boost",
            reading(everyPass(76))),
        counter(
            243,
            "DCGM_FI_DEV_BOARD_LIMIT_VIOLATION",
            "ns",
            "Time clocks were held down by board limits",
            reading(everyPass(77))),
        counter(
            244,
            "DCGM_FI_DEV_LOW_UTIL_VIOLATION",
            "ns",
            "Time clocks were held down by low utilization",
            reading(everyPass(78))),
        counter(
            245,
            "DCGM_FI_DEV_RELIABILITY_VIOLATION",
            "ns",
            "Time clocks were held down for voltage reliability",
            reading(everyPass(79))),
        counter(
            246,
            "DCGM_FI_DEV_TOTAL_APP_CLOCKS_VIOLATION",
            "ns",
            "Time clocks were held below application clocks",
            reading(everyPass(80))),
        counter(
            247,
            "DCGM_FI_DEV_TOTAL_BASE_CLOCKS_VIOLATION",
            "ns",
            "Time clocks were held below base clocks",
            reading(everyPass(81))),
        counter(
            1420,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASON_SW_POWER_CAP_NS",
            "ns",
            "Time clocks were held down by the software power cap",
            reading(everyPass(74))),
        counter(
            1421,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASON_SYNC_BOOST_NS",
            "ns",
            "Time clocks were held down by sync boost",
            reading(everyPass(76))),
        counter(
            1422,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASON_SW_THERM_SLOWDOWN_NS",
            "ns",
            "Time clocks were held down by software for heat",
            reading(slow(269))),
        counter(
            1423,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASON_HW_THERM_SLOWDOWN_NS",
            "ns",
            "Time clocks were held down by hardware for heat",
            reading(slow(270))),
        counter(
            1424,
            "DCGM_FI_DEV_CLOCKS_EVENT_REASON_HW_POWER_BRAKE_SLOWDOWN_NS",
            "ns",
            "Time clocks were held down by the external power brake",
            reading(slow(271))));
  }
}
