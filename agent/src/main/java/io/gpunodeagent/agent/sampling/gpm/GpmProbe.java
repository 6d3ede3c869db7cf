// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.gpm;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.agent.sampling.readers.CounterRate;
import io.gpunodeagent.core.plausibility.Plausibility;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.nvml.GpmSample;
import io.gpunodeagent.nvml.Nvml;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlGpmMetric;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples the GPM counters of a GPU or a GPU instance; two samples, used in turn, give its metrics.
 * Confined to one thread.
 */
final class GpmProbe implements AutoCloseable {

  /** NVML wants samples at least this far apart. */
  private static final long CLOSEST_NANOS = Duration.ofMillis(100).toNanos();

  private final Nvml nvml;
  private final NvmlDevice device;
  private final GpmKey key;
  private final CallLog log;
  private final Plausibility bounds;
  private @Nullable GpmSample earlier;
  private @Nullable GpmSample spare;
  private long earlierAt;
  private Readings latest = Readings.none();

  GpmProbe(Nvml nvml, NvmlDevice device, GpmKey key, CallLog log) {
    this.nvml = nvml;
    this.device = device;
    this.key = key;
    this.log = log;
    bounds = new Plausibility(signal -> log.implausible(signal.source()));
  }

  /**
   * Takes a sample; empty when it is the first, or too close to the one before.
   *
   * @param now nanoseconds
   */
  Optional<Readings> sample(List<GpmSignal> signals, int[] ids, long now) {
    if (earlier != null && now - earlierAt < CLOSEST_NANOS) {
      return Optional.empty();
    }
    var later = spare();
    if (!(later instanceof NvmlResult.Success<GpmSample>(var sample))) {
      return Optional.of(refused(signals, "nvmlGpmSampleAlloc", later.code()));
    }
    spare = sample;
    var taken = take(sample);
    if (!taken.isSuccess()) {
      return Optional.of(refused(signals, takeFunction(), taken));
    }
    var before = earlier;
    earlier = sample;
    earlierAt = now;
    spare = before;
    return before == null ? Optional.empty() : Optional.of(metrics(before, sample, signals, ids));
  }

  private NvmlResult<GpmSample> spare() {
    var kept = spare;
    return kept == null
        ? log.call("nvmlGpmSampleAlloc", nvml::gpmSample)
        : new NvmlResult.Success<>(kept);
  }

  private NvmlReturn take(GpmSample sample) {
    var instance = key.gpuInstanceId();
    return log.callForCode(
        takeFunction(),
        () ->
            instance.isPresent()
                ? device.gpmMigSample(instance.getAsInt(), sample)
                : device.gpmSample(sample));
  }

  private String takeFunction() {
    return key.gpuInstanceId().isPresent() ? "nvmlGpmMigSampleGet" : "nvmlGpmSampleGet";
  }

  private Readings metrics(GpmSample before, GpmSample after, List<GpmSignal> signals, int[] ids) {
    var result = log.call("nvmlGpmMetricsGet", () -> nvml.gpmMetrics(before, after, ids));
    if (!(result instanceof NvmlResult.Success<List<NvmlGpmMetric>>(var metrics))) {
      return refused(signals, "nvmlGpmMetricsGet", result.code());
    }
    var readings = latest.next();
    for (int i = 0; i < signals.size(); i++) {
      var signal = signals.get(i);
      readings.put(signal, bounds.judge(signal, reading(metrics.get(i))));
    }
    latest = readings.build();
    return latest;
  }

  private static Reading<Double> reading(NvmlGpmMetric metric) {
    if (!metric.code().isSuccess()) {
      return ReturnCodes.reading("nvmlGpmMetricsGet", metric.code());
    }
    // Drivers answer NaN over an interval in which the counter did not run.
    return Double.isFinite(metric.value())
        ? Reading.of(metric.value())
        : Reading.failed("nvmlGpmMetricsGet", CounterRate.NO_DATA);
  }

  private static Readings refused(List<GpmSignal> signals, String function, NvmlReturn code) {
    return GpmStore.all(signals, ReturnCodes.reading(function, code));
  }

  /** Frees the samples. */
  @Override
  public void close() {
    if (earlier != null) {
      earlier.close();
      earlier = null;
    }
    if (spare != null) {
      spare.close();
      spare = null;
    }
  }
}
