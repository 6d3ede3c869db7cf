// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static io.gpunodeagent.agent.sampling.readers.Query.asking;
import static io.gpunodeagent.agent.sampling.readers.Query.askingWhether;
import static io.gpunodeagent.agent.sampling.readers.Query.flag;
import static io.gpunodeagent.agent.sampling.readers.Query.number;
import static io.gpunodeagent.agent.sampling.readers.Query.part;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlAutoBoost;
import io.gpunodeagent.nvml.NvmlBar1Memory;
import io.gpunodeagent.nvml.NvmlClockType;
import io.gpunodeagent.nvml.NvmlClocksEventReasons;
import io.gpunodeagent.nvml.NvmlComputeMode;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlEngineUtilization;
import io.gpunodeagent.nvml.NvmlPageRetirementCause;
import io.gpunodeagent.nvml.NvmlPcieUtilCounter;
import io.gpunodeagent.nvml.NvmlPowerRange;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlRowRemapperHistogram;
import io.gpunodeagent.nvml.NvmlSramEccErrorStatus;
import io.gpunodeagent.nvml.NvmlTemperatureSensor;
import io.gpunodeagent.nvml.NvmlTemperatureThreshold;
import io.gpunodeagent.nvml.NvmlUtilization;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** How a GPU does: the calls behind the signals that change. */
final class DeviceQueries {

  /** What a MIG device answers as well, for its own instance. */
  static final List<Query<?>> MEMORY_ROWS =
      List.of(
          memory(
              target -> target.board().read(target.memory()),
              part(DeviceSignal.MEMORY_TOTAL, BoardMemory.Answer::total),
              part(DeviceSignal.MEMORY_FREE, answer -> answer.part(answer.seen().free())),
              part(DeviceSignal.MEMORY_USED, answer -> answer.part(answer.seen().used())),
              part(DeviceSignal.MEMORY_RESERVED, DeviceQueries::reserved)),
          memory(
              target -> target.memory().bar1MemoryInfo(),
              number(DeviceSignal.BAR1_TOTAL, NvmlBar1Memory::total),
              number(DeviceSignal.BAR1_USED, NvmlBar1Memory::used),
              number(DeviceSignal.BAR1_FREE, NvmlBar1Memory::free)));

  /** What only a whole GPU answers. */
  static final List<Query<?>> ROWS =
      List.of(
          // Load
          asking(
              NvmlDevice::utilizationRates,
              number(DeviceSignal.GPU_UTILIZATION, NvmlUtilization::gpu),
              number(DeviceSignal.MEMORY_UTILIZATION, NvmlUtilization::memory)),
          asking(
              NvmlDevice::encoderUtilization,
              number(DeviceSignal.ENCODER_UTILIZATION, NvmlEngineUtilization::percent)),
          asking(
              NvmlDevice::decoderUtilization,
              number(DeviceSignal.DECODER_UTILIZATION, NvmlEngineUtilization::percent)),
          // Clocks
          clock(DeviceSignal.SM_CLOCK, NvmlClockType.SM),
          clock(DeviceSignal.MEMORY_CLOCK, NvmlClockType.MEM),
          clock(DeviceSignal.VIDEO_CLOCK, NvmlClockType.VIDEO),
          applicationClock(DeviceSignal.APPLICATION_GRAPHICS_CLOCK, NvmlClockType.GRAPHICS),
          applicationClock(DeviceSignal.APPLICATION_MEMORY_CLOCK, NvmlClockType.MEM),
          highestClock(DeviceSignal.MAX_SM_CLOCK, NvmlClockType.SM),
          highestClock(DeviceSignal.MAX_MEMORY_CLOCK, NvmlClockType.MEM),
          highestClock(DeviceSignal.MAX_VIDEO_CLOCK, NvmlClockType.VIDEO),
          asking(
              NvmlDevice::clocksEventReasons,
              number(DeviceSignal.CLOCKS_EVENT_REASONS, NvmlClocksEventReasons::mask)),
          asking(
              NvmlDevice::autoBoostedClocksEnabled,
              flag(DeviceSignal.AUTO_BOOST, NvmlAutoBoost::enabled)),
          asking(
              NvmlDevice::performanceState,
              part(
                  DeviceSignal.PERFORMANCE_STATE,
                  state ->
                      state.isPresent()
                          ? Reading.of((long) state.getAsInt())
                          : Reading.unsupported())),
          // Temperature
          asking(DeviceSignal.TEMPERATURE, NvmlDevice::temperature),
          asking(
              DeviceSignal.HOTTEST_TEMPERATURE,
              device -> device.temperature(NvmlTemperatureSensor.GPU_MAX)),
          asking(DeviceSignal.TEMPERATURE_MARGIN, NvmlDevice::marginTemperature),
          threshold(DeviceSignal.SHUTDOWN_TEMPERATURE, NvmlTemperatureThreshold.SHUTDOWN),
          threshold(DeviceSignal.SLOWDOWN_TEMPERATURE, NvmlTemperatureThreshold.SLOWDOWN),
          threshold(DeviceSignal.GPU_MAX_TEMPERATURE, NvmlTemperatureThreshold.GPU_MAX),
          threshold(DeviceSignal.MEMORY_MAX_TEMPERATURE, NvmlTemperatureThreshold.MEM_MAX),
          asking(DeviceSignal.FAN_SPEED, device -> device.fanSpeed(0)),
          // Power
          asking(DeviceSignal.POWER_USAGE, NvmlDevice::powerUsage),
          asking(DeviceSignal.POWER_LIMIT, NvmlDevice::powerManagementLimit),
          asking(
              NvmlDevice::powerManagementLimitConstraints,
              number(DeviceSignal.POWER_LIMIT_MIN, NvmlPowerRange::minMilliwatts),
              number(DeviceSignal.POWER_LIMIT_MAX, NvmlPowerRange::maxMilliwatts)),
          asking(DeviceSignal.POWER_LIMIT_DEFAULT, NvmlDevice::powerManagementDefaultLimit),
          asking(DeviceSignal.POWER_LIMIT_ENFORCED, NvmlDevice::enforcedPowerLimit),
          // PCIe
          pcie(DeviceSignal.PCIE_TX_THROUGHPUT, NvmlPcieUtilCounter.TX_BYTES),
          pcie(DeviceSignal.PCIE_RX_THROUGHPUT, NvmlPcieUtilCounter.RX_BYTES),
          asking(DeviceSignal.PCIE_REPLAY_COUNTER, NvmlDevice::pcieReplayCounter),
          asking(DeviceSignal.PCIE_GENERATION, NvmlDevice::currPcieLinkGeneration),
          asking(DeviceSignal.PCIE_WIDTH, NvmlDevice::currPcieLinkWidth),
          // Memory errors
          asking(
              device -> device.retiredPages(NvmlPageRetirementCause.MULTIPLE_SINGLE_BIT_ECC_ERRORS),
              number(DeviceSignal.RETIRED_PAGES_SINGLE_BIT, Collection::size)),
          asking(
              NvmlDevice::sramEccErrorStatus,
              flag(
                  DeviceSignal.SRAM_THRESHOLD_EXCEEDED, NvmlSramEccErrorStatus::thresholdExceeded)),
          asking(
              NvmlDevice::rowRemapperHistogram,
              number(DeviceSignal.REMAP_BANKS_MAX, NvmlRowRemapperHistogram::max),
              number(DeviceSignal.REMAP_BANKS_HIGH, NvmlRowRemapperHistogram::high),
              number(DeviceSignal.REMAP_BANKS_PARTIAL, NvmlRowRemapperHistogram::partial),
              number(DeviceSignal.REMAP_BANKS_LOW, NvmlRowRemapperHistogram::low),
              number(DeviceSignal.REMAP_BANKS_NONE, NvmlRowRemapperHistogram::none)),
          askingWhether(DeviceSignal.MEMORY_UNREPAIRABLE, NvmlDevice::unrepairableMemoryFlag),
          // Modes
          asking(
              NvmlDevice::computeMode, number(DeviceSignal.COMPUTE_MODE, NvmlComputeMode::value)),
          askingWhether(DeviceSignal.PERSISTENCE_MODE, NvmlDevice::persistenceMode),
          asking(DeviceSignal.MIG_MAX_DEVICES, NvmlDevice::maxMigDeviceCount));

  private DeviceQueries() {}

  @SafeVarargs
  @SuppressWarnings("varargs") // the array goes nowhere but into a list
  private static <T> Query<T> memory(
      Function<QueryTarget, NvmlResult<T>> call, Query.Part<T, ?>... parts) {
    return new Query<>(parts[0].signal().source(), call, List.of(parts));
  }

  private static Reading<Long> reserved(BoardMemory.Answer answer) {
    var reserved = answer.seen().reserved();
    return reserved.isPresent() ? answer.part(reserved.getAsLong()) : Reading.unsupported();
  }

  private static Query<Integer> clock(DeviceSignal signal, NvmlClockType type) {
    return asking(signal, device -> device.clockInfo(type));
  }

  private static Query<Integer> applicationClock(DeviceSignal signal, NvmlClockType type) {
    return asking(signal, device -> device.applicationsClock(type));
  }

  private static Query<Integer> highestClock(DeviceSignal signal, NvmlClockType type) {
    return asking(signal, device -> device.maxClockInfo(type));
  }

  private static Query<Integer> threshold(DeviceSignal signal, NvmlTemperatureThreshold which) {
    return asking(signal, device -> device.temperatureThreshold(which));
  }

  private static Query<Long> pcie(DeviceSignal signal, NvmlPcieUtilCounter direction) {
    return asking(signal, device -> device.pcieThroughput(direction));
  }
}
