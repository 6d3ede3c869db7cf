package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/** Clocks in MHz, and what holds them down. */
public sealed interface ClockQueries permits NvmlDevice {
  /** The clock now, in MHz. {@code nvmlDeviceGetClockInfo}, since driver 450 or older. */
  default NvmlResult<Integer> clockInfo(NvmlClockType type) {
    return on(this)
        .read(
            "nvmlDeviceGetClockInfo",
            NvmlFunctions::nvmlDeviceGetClockInfo,
            type.value(),
            Decoder::figure);
  }

  /** One of a domain's clocks, in MHz. {@code nvmlDeviceGetClock}, since driver 450 or older. */
  default NvmlResult<Integer> clock(NvmlClockType type, NvmlClockId id) {
    return on(this)
        .read(
            "nvmlDeviceGetClock",
            NvmlFunctions::nvmlDeviceGetClock,
            type.value(),
            id.value(),
            Decoder::figure);
  }

  /**
   * The greatest clock the GPU can run at, in MHz. {@code nvmlDeviceGetMaxClockInfo}, since driver
   * 450 or older.
   */
  default NvmlResult<Integer> maxClockInfo(NvmlClockType type) {
    return on(this)
        .read(
            "nvmlDeviceGetMaxClockInfo",
            NvmlFunctions::nvmlDeviceGetMaxClockInfo,
            type.value(),
            Decoder::figure);
  }

  /**
   * The greatest clock a customer may set, in MHz. {@code nvmlDeviceGetMaxCustomerBoostClock},
   * since driver 450 or older.
   */
  default NvmlResult<Integer> maxCustomerBoostClock(NvmlClockType type) {
    return on(this)
        .read(
            "nvmlDeviceGetMaxCustomerBoostClock",
            NvmlFunctions::nvmlDeviceGetMaxCustomerBoostClock,
            type.value(),
            Decoder::figure);
  }

  /**
   * The clock applications are given, in MHz. {@link NvmlReturn#DEPRECATED} from driver 590 on.
   * {@code nvmlDeviceGetApplicationsClock}, since driver 450 or older.
   */
  default NvmlResult<Integer> applicationsClock(NvmlClockType type) {
    return on(this)
        .read(
            "nvmlDeviceGetApplicationsClock",
            NvmlFunctions::nvmlDeviceGetApplicationsClock,
            type.value(),
            Decoder::figure);
  }

  /**
   * The same at start, in MHz. {@link NvmlReturn#DEPRECATED} from driver 590 on. {@code
   * nvmlDeviceGetDefaultApplicationsClock}, since driver 450 or older.
   */
  default NvmlResult<Integer> defaultApplicationsClock(NvmlClockType type) {
    return on(this)
        .read(
            "nvmlDeviceGetDefaultApplicationsClock",
            NvmlFunctions::nvmlDeviceGetDefaultApplicationsClock,
            type.value(),
            Decoder::figure);
  }

  /**
   * The memory clocks that can be set, in MHz. {@code nvmlDeviceGetSupportedMemoryClocks}, since
   * driver 450 or older.
   */
  default NvmlResult<List<Integer>> supportedMemoryClocks() {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetSupportedMemoryClocks",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetSupportedMemoryClocks(on(this).address(), count, array),
        Integer.BYTES,
        Scratch::count);
  }

  /**
   * The graphics clocks that go with a memory clock, all in MHz; more than a hundred on most GPUs.
   * {@link NvmlReturn#NOT_FOUND} for a memory clock that cannot be set. {@code
   * nvmlDeviceGetSupportedGraphicsClocks}, since driver 450 or older.
   */
  default NvmlResult<List<Integer>> supportedGraphicsClocks(int memoryClock) {
    return NvmlList.read(
        on(this).session(),
        "nvmlDeviceGetSupportedGraphicsClocks",
        (count, array) ->
            NvmlFunctions.nvmlDeviceGetSupportedGraphicsClocks(
                on(this).address(), memoryClock, count, array),
        Integer.BYTES,
        Scratch::count);
  }

  /**
   * What holds the clocks down now. Drivers before 535 are asked by the older name. {@code
   * nvmlDeviceGetCurrentClocksEventReasons}, {@code nvmlDeviceGetCurrentClocksThrottleReasons},
   * since driver 535.
   */
  default NvmlResult<NvmlClocksEventReasons> clocksEventReasons() {
    NvmlResult<NvmlClocksEventReasons> result =
        on(this)
            .read(
                "nvmlDeviceGetCurrentClocksEventReasons",
                NvmlFunctions::nvmlDeviceGetCurrentClocksEventReasons,
                NvmlClocksEventReasons::of);
    return result.code().asksForOlderForm()
        ? on(this)
            .read(
                "nvmlDeviceGetCurrentClocksThrottleReasons",
                NvmlFunctions::nvmlDeviceGetCurrentClocksThrottleReasons,
                NvmlClocksEventReasons::of)
        : result;
  }

  /**
   * Which reasons this GPU can tell. Drivers before 535 are asked by the older name. {@code
   * nvmlDeviceGetSupportedClocksEventReasons}, {@code nvmlDeviceGetSupportedClocksThrottleReasons},
   * since driver 535.
   */
  default NvmlResult<NvmlClocksEventReasons> supportedClocksEventReasons() {
    NvmlResult<NvmlClocksEventReasons> result =
        on(this)
            .read(
                "nvmlDeviceGetSupportedClocksEventReasons",
                NvmlFunctions::nvmlDeviceGetSupportedClocksEventReasons,
                NvmlClocksEventReasons::of);
    return result.code().asksForOlderForm()
        ? on(this)
            .read(
                "nvmlDeviceGetSupportedClocksThrottleReasons",
                NvmlFunctions::nvmlDeviceGetSupportedClocksThrottleReasons,
                NvmlClocksEventReasons::of)
        : result;
  }

  /**
   * How long a policy has held the clocks down. {@code nvmlDeviceGetViolationStatus}, since driver
   * 450 or older.
   */
  default NvmlResult<NvmlViolationTime> violationStatus(NvmlPerfPolicyType policy) {
    return on(this)
        .readStruct(
            "nvmlDeviceGetViolationStatus",
            NvmlFunctions::nvmlDeviceGetViolationStatus,
            policy.value(),
            LoadStructs.ViolationTime.SIZEOF,
            NvmlViolationTime::of);
  }

  /**
   * The offset of a clock domain in one performance state. {@code nvmlDeviceGetClockOffsets}, since
   * driver 555.
   */
  default NvmlResult<NvmlClockOffset> clockOffsets(NvmlClockType type, int performanceState) {
    return on(this)
        .readVersioned(
            "nvmlDeviceGetClockOffsets",
            NvmlFunctions::nvmlDeviceGetClockOffsets,
            LoadStructs.ClockOffsetV1.VERSION_1,
            request -> {
              request.putInt(LoadStructs.ClockOffsetV1.TYPE, type.value());
              request.putInt(LoadStructs.ClockOffsetV1.PSTATE, performanceState);
            },
            NvmlClockOffset::of);
  }

  /**
   * Faults the clock monitors found. Ampere and newer, as root. {@code nvmlDeviceGetClkMonStatus},
   * since driver 470.
   */
  default NvmlResult<NvmlClockMonitorStatus> clkMonStatus() {
    return on(this)
        .readStruct(
            "nvmlDeviceGetClkMonStatus",
            NvmlFunctions::nvmlDeviceGetClkMonStatus,
            LoadStructs.ClkMonStatus.SIZEOF,
            NvmlClockMonitorStatus::of);
  }

  /**
   * Whether clocks rise by themselves when there is room. Kepler and Maxwell only. {@code
   * nvmlDeviceGetAutoBoostedClocksEnabled}, since driver 450 or older.
   */
  default NvmlResult<NvmlAutoBoost> autoBoostedClocksEnabled() {
    return on(this)
        .read2(
            "nvmlDeviceGetAutoBoostedClocksEnabled",
            NvmlFunctions::nvmlDeviceGetAutoBoostedClocksEnabled,
            NvmlAutoBoost::of);
  }
}
