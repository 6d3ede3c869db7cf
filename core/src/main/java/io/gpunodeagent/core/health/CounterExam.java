// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static io.gpunodeagent.core.health.HealthSignals.CORRECTED_VOLATILE;
import static io.gpunodeagent.core.health.HealthSignals.ECC_MODE;
import static io.gpunodeagent.core.health.HealthSignals.ENERGY;
import static io.gpunodeagent.core.health.HealthSignals.LINK_ERROR_RATES;
import static io.gpunodeagent.core.health.HealthSignals.LINK_RECOVERIES;
import static io.gpunodeagent.core.health.HealthSignals.RECOVERY_ACTION;
import static io.gpunodeagent.core.health.HealthSignals.REMAP_FAILURE;
import static io.gpunodeagent.core.health.HealthSignals.REMAP_PENDING;
import static io.gpunodeagent.core.health.HealthSignals.RETIRED_PENDING;
import static io.gpunodeagent.core.health.HealthSignals.UNCORRECTED_AGGREGATE;
import static io.gpunodeagent.core.health.HealthSignals.UNCORRECTED_VOLATILE;

import io.gpunodeagent.core.health.GpuMemory.Point;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.RecoveryAction;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Flags and counters: memory errors and their repair, NVLink errors, the recovery wanted. */
record CounterExam(Readings readings, Map<Signal<Long>, Point> before, Duration now) {

  /** NVLink errors a second that cost throughput; below it links repair themselves unnoticed. */
  private static final double MANY_A_SECOND = 100;

  private static final List<Signal<Long>> RESTARTED_BY_RESET =
      List.of(CORRECTED_VOLATILE, UNCORRECTED_VOLATILE, ENERGY);

  void flags(Symptoms symptoms) {
    symptoms.stateWhen(on(REMAP_PENDING), FaultCause.ROW_REMAP_PENDING, "row remap pending is set");
    symptoms.stateWhen(on(REMAP_FAILURE), FaultCause.ROW_REMAP_FAILED, "row remap failure is set");
    symptoms.stateWhen(
        on(RETIRED_PENDING), FaultCause.RETIRED_PAGES_PENDING, "page retirement pending is set");
    symptoms.stateWhen(
        on(DeviceSignal.MEMORY_UNREPAIRABLE),
        FaultCause.MEMORY_UNREPAIRABLE,
        "the unrepairable memory flag is set");
    symptoms.stateWhen(
        on(DeviceSignal.SRAM_THRESHOLD_EXCEEDED),
        FaultCause.SRAM_THRESHOLD_EXCEEDED,
        "the SRAM error threshold is exceeded");
    value(RECOVERY_ACTION)
        .ifPresent(
            action -> {
              if (action != 0) {
                int code = Math.clamp(action, Integer.MIN_VALUE, Integer.MAX_VALUE);
                symptoms.add(
                    new Cause.RecoveryWanted(code),
                    Symptom.state("recovery action is " + named(action, code)));
              }
            });
  }

  /** With NVML's name for it, where there is one. */
  private static String named(long action, int code) {
    return RecoveryAction.of(code).map(known -> action + ", " + known).orElse("" + action);
  }

  void counters(Symptoms symptoms) {
    if (on(ECC_MODE)) {
      long fresh = growthFromZero(UNCORRECTED_VOLATILE);
      if (fresh > 0) {
        symptoms.event(
            FaultCause.UNCORRECTABLE_ERRORS,
            fresh,
            value(UNCORRECTED_VOLATILE).orElseThrow() + " uncorrectable errors");
      }
      long grown = growth(UNCORRECTED_AGGREGATE);
      if (grown > 0) {
        symptoms.event(
            FaultCause.UNCORRECTABLE_ERRORS_GREW,
            grown,
            value(UNCORRECTED_AGGREGATE).orElseThrow() + " uncorrectable errors in all");
      }
    }
    for (var recoveries : LINK_RECOVERIES) {
      if (growth(recoveries) > 0) {
        symptoms.event(FaultCause.NVLINK_ERRORS, growth(recoveries), "links had to recover");
      }
    }
    for (var errors : LINK_ERROR_RATES) {
      if (perSecond(errors) >= MANY_A_SECOND) {
        symptoms.event(
            FaultCause.NVLINK_ERRORS,
            1,
            Math.round(perSecond(errors)) + " errors/s (field " + errors.fieldId() + ")");
      }
    }
  }

  /** Whether a counter that only a reset starts over has done so. */
  boolean startedOver() {
    return RESTARTED_BY_RESET.stream().anyMatch(this::startedOver);
  }

  private boolean startedOver(Signal<Long> counter) {
    var known = before.get(counter);
    return known != null && value(counter).orElse(Long.MAX_VALUE) < known.value();
  }

  /** Whether the driver says that nothing needs to be done. */
  boolean noRecoveryWanted() {
    return value(RECOVERY_ACTION).equals(OptionalLong.of(0));
  }

  /** The counters as they are now; one that could not be read stays as it was. */
  Map<Signal<Long>, Point> remembered() {
    var after = new HashMap<>(before);
    Stream.of(
            Stream.of(CORRECTED_VOLATILE, UNCORRECTED_VOLATILE, UNCORRECTED_AGGREGATE, ENERGY),
            LINK_ERROR_RATES.stream(),
            LINK_RECOVERIES.stream())
        .flatMap(signals -> signals)
        .forEach(counter -> value(counter).ifPresent(read -> remember(after, counter, read)));
    return after;
  }

  private void remember(Map<Signal<Long>, Point> after, Signal<Long> counter, long read) {
    var known = after.get(counter);
    if (known == null || known.value() != read) {
      after.put(counter, new Point(read, now));
    }
  }

  private long growthFromZero(Signal<Long> counter) {
    var known = before.get(counter);
    long read = value(counter).orElse(0);
    // A count that started over is all new.
    return known == null || read < known.value() ? read : read - known.value();
  }

  private long growth(Signal<Long> counter) {
    var known = before.get(counter);
    return known == null ? 0 : Math.max(0, value(counter).orElse(0) - known.value());
  }

  private double perSecond(Signal<Long> counter) {
    var known = before.get(counter);
    if (known == null) {
      return 0;
    }
    var time = now.minus(known.since());
    return time.isPositive() ? growth(counter) / (time.toMillis() / 1000.0) : 0;
  }

  private boolean on(Signal<Long> flag) {
    return value(flag).orElse(0) == 1;
  }

  private OptionalLong value(Signal<Long> signal) {
    return readings.get(signal) instanceof Reading.Value<Long>(var value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }
}
