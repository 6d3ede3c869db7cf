// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static io.gpunodeagent.nvml.NvmlHandle.on;

import io.gpunodeagent.nvml.jna.LoadStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.util.List;

/** Clocks in MHz, and what limits them. */
public sealed interface ClockQueries permits NvmlDevice {
  /**
   * {@return the current clock, in MHz} {@code nvmlDeviceGetClockInfo}, since driver 450 or older.
   *
   * @param type the clock domain to read
   */
  default NvmlResult<Integer> clockInfo(NvmlClockType type) {
    return on(this)
        .read(
            "nvmlDeviceGetClockInfo",
            NvmlFunctions::nvmlDeviceGetClockInfo,
            type.value(),
            Decoder::figure);
  }

  /**
   * {@return one of the clocks of a domain, in MHz} {@code nvmlDeviceGetClock}, since driver 450 or
   * older.
   *
   * @param type the clock domain to read
   * @param id which of its clocks to read
   */
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
   * {@return the highest clock the GPU can run at, in MHz} {@code nvmlDeviceGetMaxClockInfo}, since
   * driver 450 or older.
   *
   * @param type the clock domain to read
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
   * {@return the highest boost clock that customers may use, in MHz} {@code
   * nvmlDeviceGetMaxCustomerBoostClock}, since driver 450 or older.
   *
   * @param type the clock domain to read
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
   * {@return the clock that is set for applications, in MHz} {@link NvmlReturn#DEPRECATED} from
   * driver 590 on. {@code nvmlDeviceGetApplicationsClock}, since driver 450 or older.
   *
   * @param type the clock domain to read
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
   * {@return the clock for applications when none is set, in MHz} {@link NvmlReturn#DEPRECATED}
   * from driver 590 on. {@code nvmlDeviceGetDefaultApplicationsClock}, since driver 450 or older.
   *
   * @param type the clock domain to read
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
   * {@return the memory clocks that can be set, in MHz} {@code nvmlDeviceGetSupportedMemoryClocks},
   * since driver 450 or older.
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
   * {@return the graphics clocks that can be set together with a memory clock, in MHz; more than a
   * hundred on most GPUs} {@link NvmlReturn#NOT_FOUND} if this memory clock cannot be set. {@code
   * nvmlDeviceGetSupportedGraphicsClocks}, since driver 450 or older.
   *
   * @param memoryClock one of {@link #supportedMemoryClocks}, in MHz
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
   * {@return what limits the clocks now} For drivers before 535 the older name is called. {@code
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
   * {@return the reasons that this GPU can report} For drivers before 535 the older name is called.
   * {@code nvmlDeviceGetSupportedClocksEventReasons}, {@code
   * nvmlDeviceGetSupportedClocksThrottleReasons}, since driver 535.
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
   * {@return how long a policy has limited the clocks} {@code nvmlDeviceGetViolationStatus}, since
   * driver 450 or older.
   *
   * @param policy one policy, or one of the two totals
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
   * {@return the offset of a clock domain in one performance state} {@code
   * nvmlDeviceGetClockOffsets}, since driver 555.
   *
   * @param type the clock domain to read
   * @param performanceState 0 for the fastest state, up to 15 for the slowest
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
   * {@return faults that the clock monitors found} Ampere and newer; needs root. {@code
   * nvmlDeviceGetClkMonStatus}, since driver 470.
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
   * {@return whether clocks rise automatically when power and temperature allow it} Kepler and
   * Maxwell only. {@code nvmlDeviceGetAutoBoostedClocksEnabled}, since driver 450 or older.
   */
  default NvmlResult<NvmlAutoBoost> autoBoostedClocksEnabled() {
    return on(this)
        .read2(
            "nvmlDeviceGetAutoBoostedClocksEnabled",
            NvmlFunctions::nvmlDeviceGetAutoBoostedClocksEnabled,
            NvmlAutoBoost::of);
  }
}
