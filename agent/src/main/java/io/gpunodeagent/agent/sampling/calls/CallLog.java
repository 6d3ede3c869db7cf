// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.calls;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Every NVML call goes through a log, one for each GPU and for each other thread: it counts calls
 * and failures, says which function was entered last, and ends a pass whose handle or library is
 * gone.
 *
 * <p>Written by one thread at a time, read by any.
 */
public final class CallLog {

  private final CallCounts counts;
  private final Map<Failure, Long> failures = new ConcurrentHashMap<>();
  private final AtomicReference<String> current = new AtomicReference<>("");
  private final AtomicLong enteredAt = new AtomicLong();
  private final AtomicBoolean inside = new AtomicBoolean();
  private final LongSupplier nanos;

  /** A log with counts of its own. */
  public CallLog(LongSupplier nanos) {
    this(nanos, new CallCounts());
  }

  /** A log that counts calls together with others. */
  public CallLog(LongSupplier nanos, CallCounts counts) {
    this.nanos = nanos;
    this.counts = counts;
    enteredAt.setPlain(nanos.getAsLong());
  }

  /** The counter of one function, to be kept by who calls it often. */
  public CallCounts.Counter counter(String function) {
    return counts.counter(function);
  }

  /** Calls {@code body} with {@code argument} as {@code counter}'s function. */
  public <A, T> NvmlResult<T> call(
      CallCounts.Counter counter, A argument, Function<A, NvmlResult<T>> body) {
    enter(counter);
    NvmlResult<T> result;
    try {
      result = body.apply(argument);
    } finally {
      leave();
    }
    counter.increment();
    if (result instanceof NvmlResult.Failure<T>(var function, var code)) {
      refused(function, code);
    }
    return result;
  }

  /** Calls {@code body} as {@code function}. */
  public <T> NvmlResult<T> call(String function, Supplier<NvmlResult<T>> body) {
    return call(counter(function), body, Supplier::get);
  }

  /** Calls a function that answers nothing but its return code. */
  public NvmlReturn callForCode(String function, Supplier<NvmlReturn> body) {
    var counter = counter(function);
    enter(counter);
    NvmlReturn code;
    try {
      code = body.get();
    } finally {
      leave();
    }
    counter.increment();
    if (!code.isSuccess()) {
      refused(function, code);
    }
    return code;
  }

  private void enter(CallCounts.Counter counter) {
    current.setOpaque(counter.function());
    enteredAt.setOpaque(nanos.getAsLong());
    inside.setRelease(true);
  }

  private void leave() {
    inside.setRelease(false);
  }

  private void refused(String function, NvmlReturn code) {
    if (!ReturnCodes.expected(code)) {
      failures.merge(new Failure(function, code.value(), code.name()), 1L, Long::sum);
    }
    ReturnCodes.endPassIfFatal(function, code);
  }

  /** Counts a value of {@code function} that no GPU can give. */
  public void implausible(String function) {
    failures.merge(new Failure(function, Reading.IMPLAUSIBLE, "IMPLAUSIBLE"), 1L, Long::sum);
  }

  /** The NVML function the thread is in, or was last. */
  public String current() {
    return current.getOpaque();
  }

  /** When the thread made its latest call, nanoseconds. */
  public long enteredAt() {
    return enteredAt.getOpaque();
  }

  /** How long the thread has been in a call; zero while it is in none. */
  public Duration inCallFor() {
    return inside.getAcquire()
        ? Duration.ofNanos(Math.max(0, nanos.getAsLong() - enteredAt.getOpaque()))
        : Duration.ZERO;
  }

  /** What calls are counted in. */
  public CallCounts counts() {
    return counts;
  }

  public void addFailuresTo(Map<Failure, Long> others) {
    failures.forEach((failure, count) -> others.merge(failure, count, Long::sum));
  }
}
