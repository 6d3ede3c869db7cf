// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.GpmStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A reading of the profiling counters, filled by {@link GpmQueries#gpmSample}, and reusable. Two
 * readings of one GPU, at least 100 ms apart, give metrics.
 *
 * <p>NVML's GPM functions are known to crash when several threads are inside them, so these calls
 * wait for each other.
 */
public final class GpmSample implements AutoCloseable {
  /**
   * {@code NVML_GPM_SUPPORT_VERSION} and {@code NVML_GPM_METRICS_GET_VERSION}: plain numbers,
   * without a size.
   */
  static final int SUPPORT_VERSION = 1;

  private static final int METRICS_VERSION = 1;

  private static final int MAX_METRICS =
      (GpmStructs.GpmMetricsGet.SIZEOF - GpmStructs.GpmMetricsGet.METRICS)
          / GpmStructs.GpmMetric.SIZEOF;

  private final NvmlSession session;
  private final long address;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Calls that use the sample. A call that hangs outlasts its lock, and the sample must outlast the
   * call.
   */
  private final CallGate users = new CallGate("the sample was closed");

  private GpmSample(NvmlSession session, long address) {
    this.session = session;
    this.address = address;
  }

  static NvmlResult<GpmSample> allocate(NvmlSession session) {
    return exclusively(
        () ->
            session.read(
                "nvmlGpmSampleAlloc",
                NvmlFunctions::nvmlGpmSampleAlloc,
                scratch -> new GpmSample(session, scratch.int64(0))));
  }

  NvmlReturn take(NvmlHandle device) {
    return exclusively(
        () -> use(() -> device.act(handle -> NvmlFunctions.nvmlGpmSampleGet(handle, address))));
  }

  NvmlReturn take(NvmlHandle device, int gpuInstanceId) {
    return exclusively(
        () ->
            use(
                () ->
                    device.act(
                        handle ->
                            NvmlFunctions.nvmlGpmMigSampleGet(handle, gpuInstanceId, address))));
  }

  static NvmlResult<List<NvmlGpmMetric>> metrics(
      NvmlSession session, GpmSample earlier, GpmSample later, int[] metricIds) {
    if (metricIds.length > MAX_METRICS) {
      throw new IllegalArgumentException(metricIds.length + " metrics, at most " + MAX_METRICS);
    }
    return exclusively(
        () ->
            earlier.use(
                () ->
                    later.use(() -> compare(session, earlier.address, later.address, metricIds))));
  }

  private static NvmlResult<List<NvmlGpmMetric>> compare(
      NvmlSession session, long earlier, long later, int[] metricIds) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(GpmStructs.GpmMetricsGet.SIZEOF);
      scratch.putInt(0, METRICS_VERSION);
      scratch.putInt(GpmStructs.GpmMetricsGet.NUM_METRICS, metricIds.length);
      scratch.putLong(GpmStructs.GpmMetricsGet.SAMPLE1, earlier);
      scratch.putLong(GpmStructs.GpmMetricsGet.SAMPLE2, later);
      for (int i = 0; i < metricIds.length; i++) {
        scratch.putInt(metric(i) + GpmStructs.GpmMetric.METRIC_ID, metricIds[i]);
        scratch.putInt(metric(i) + GpmStructs.GpmMetric.NVML_RETURN, NvmlReturn.UNKNOWN.value());
      }
      int code = NvmlFunctions.nvmlGpmMetricsGet(scratch.address());
      return code == 0
          ? new Success<>(metrics(scratch, metricIds.length))
          : NvmlSession.failure("nvmlGpmMetricsGet", code);
    } finally {
      session.exit();
    }
  }

  private static List<NvmlGpmMetric> metrics(Scratch scratch, int count) {
    return IntStream.range(0, count)
        .map(GpmSample::metric)
        .mapToObj(at -> NvmlGpmMetric.of(scratch, at))
        .toList();
  }

  private static int metric(int index) {
    return GpmStructs.GpmMetricsGet.METRICS + index * GpmStructs.GpmMetric.SIZEOF;
  }

  private <T> T use(Supplier<T> call) {
    users.enter();
    try {
      return call.get();
    } finally {
      users.exit();
    }
  }

  private static <T> T exclusively(Supplier<T> call) {
    Lock lock = GpmLock.enter();
    try {
      return call.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Frees the sample, unless a hung call still uses it. After {@link Nvml#close}, which frees them
   * all, it does nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && users.shut(Duration.ZERO)) {
      Lock lock = GpmLock.enter();
      try {
        session.free(() -> NvmlFunctions.nvmlGpmSampleFree(address));
      } finally {
        lock.unlock();
      }
    }
  }
}
