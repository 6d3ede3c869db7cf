// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlOpenException.AlreadyOpen;
import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * NVML, loaded and initialised. A process can have one at a time, because NVML itself exists once
 * in a process.
 *
 * <pre>{@code
 * try (Nvml nvml = Nvml.open(NvmlOptions.defaults())) {
 *   System.out.println(nvml.driverVersion().orElseThrow());
 * }
 * }</pre>
 */
public final class Nvml implements SystemQueries, AutoCloseable {
  /**
   * How long {@link #close} waits for calls in progress. PCIe throughput, the slowest call of a
   * healthy GPU, takes 20 ms.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Object OPENING = new Object();

  /** The one that is open, or that is closed while calls are still inside the library. */
  private static @Nullable Nvml loaded;

  private final NvmlSession session = new NvmlSession();
  private final OpenLibrary library;

  private Nvml(OpenLibrary library) {
    this.library = library;
  }

  /**
   * Loads the library and initialises it. This attaches every GPU, which may take seconds on a
   * machine without persistence mode.
   *
   * @param options which library to load
   * @return NVML, which the caller closes
   * @throws NvmlOpenException if the library cannot be loaded or initialised, or if this process
   *     has it open already
   */
  public static Nvml open(NvmlOptions options) throws NvmlOpenException {
    synchronized (OPENING) {
      Nvml earlier = loaded;
      if (earlier != null) {
        CallGate gate = earlier.session.gate();
        if (!gate.isShut() || !earlier.closeWithin(Duration.ZERO)) {
          throw new NvmlOpenException(new AlreadyOpen(gate.isShut(), gate.callsInFlight()));
        }
      }
      Nvml opened = new Nvml(OpenLibrary.open(options));
      loaded = opened;
      return opened;
    }
  }

  NvmlSession session() {
    return session;
  }

  /**
   * {@return the file of the library: the one in the options, or the one that the dynamic linker
   * found}
   */
  public Path libraryPath() {
    return library.path();
  }

  /** {@return the identity of that file when it was loaded; empty if it could not be read} */
  public Optional<NvmlLibraryIdentity> libraryIdentity() {
    return library.identity();
  }

  /**
   * {@return the C functions that this library does not export, because the driver is older than
   * they are}
   */
  public SortedSet<String> missingSymbols() {
    return Collections.unmodifiableSortedSet(library.library().missingSymbols());
  }

  /**
   * {@return the number of GPUs, including those that this process may not use} It never changes
   * while NVML is open. {@code nvmlDeviceGetCount_v2}, since driver 450 or older.
   */
  public NvmlResult<Integer> deviceCount() {
    return session.read(
        "nvmlDeviceGetCount_v2", NvmlFunctions::nvmlDeviceGetCount_v2, Decoder::figure);
  }

  /**
   * {@return a GPU by index, in PCI bus order} {@link NvmlReturn#GPU_IS_LOST} or {@link
   * NvmlReturn#NO_PERMISSION} if it cannot be used. {@code nvmlDeviceGetHandleByIndex_v2}, since
   * driver 450 or older.
   *
   * @param index from 0, less than {@link #deviceCount}
   */
  public NvmlResult<NvmlDevice> device(int index) {
    return session.read(
        "nvmlDeviceGetHandleByIndex_v2",
        out -> NvmlFunctions.nvmlDeviceGetHandleByIndex_v2(index, out),
        scratch -> new NvmlDevice(session, scratch.int64(0)));
  }

  /**
   * {@return a GPU by UUID} {@link NvmlReturn#NOT_FOUND} if there is none. {@code
   * nvmlDeviceGetHandleByUUID}, since driver 450 or older.
   *
   * @param uuid such as {@code GPU-…}
   */
  public NvmlResult<NvmlDevice> deviceByUuid(String uuid) {
    return handleByText("nvmlDeviceGetHandleByUUID", NvmlFunctions::nvmlDeviceGetHandleByUUID, uuid)
        .map(handle -> new NvmlDevice(session, handle));
  }

  /**
   * {@return a MIG device by UUID} {@link NvmlReturn#NOT_FOUND} if there is none. {@code
   * nvmlDeviceGetHandleByUUID}, {@code nvmlDeviceGetDeviceHandleFromMigDeviceHandle}, since driver
   * 450 or older.
   *
   * @param uuid such as {@code MIG-…}
   */
  public NvmlResult<MigDevice> migDeviceByUuid(String uuid) {
    return switch (handleByText(
        "nvmlDeviceGetHandleByUUID", NvmlFunctions::nvmlDeviceGetHandleByUUID, uuid)) {
      case Failure<Long> failure -> failure.as();
      case Success<Long>(Long handle) -> MigDevice.of(session, handle);
    };
  }

  /**
   * {@return a GPU by its address on the PCI bus} {@code nvmlDeviceGetHandleByPciBusId_v2}, since
   * driver 450 or older.
   *
   * @param busId such as {@code 0000:3b:00.0} or {@code 00000000:3B:00.0}
   */
  public NvmlResult<NvmlDevice> deviceByPciBusId(String busId) {
    return handleByText(
            "nvmlDeviceGetHandleByPciBusId_v2",
            NvmlFunctions::nvmlDeviceGetHandleByPciBusId_v2,
            busId)
        .map(handle -> new NvmlDevice(session, handle));
  }

  /**
   * {@return all GPUs by index} Each has a result of its own, so one lost GPU does not hide the
   * others.
   */
  public NvmlResult<List<NvmlResult<NvmlDevice>>> devices() {
    return switch (deviceCount()) {
      case Failure<Integer> failure -> failure.as();
      case Success<Integer>(Integer count) ->
          new Success<>(IntStream.range(0, count).mapToObj(this::device).toList());
    };
  }

  private NvmlResult<Long> handleByText(String function, Shapes.Of call, String text) {
    int at = Long.BYTES;
    return session.readPrepared(
        function,
        out -> call.call(out + at, out),
        at,
        request -> request.putText(at, text),
        Decoder::int64);
  }

  /**
   * {@return a new set for events of GPUs, without any registered} {@code nvmlEventSetCreate},
   * since driver 450 or older.
   */
  public NvmlResult<NvmlEventSet> eventSet() {
    return NvmlEventSet.create(session);
  }

  /**
   * {@return a new set for events of the machine, without any registered} {@code
   * nvmlSystemEventSetCreate}, since driver 575.
   */
  public NvmlResult<NvmlSystemEventSet> systemEventSet() {
    return NvmlSystemEventSet.create(session);
  }

  /**
   * {@return a new sample for the profiling counters, without a reading} {@code
   * nvmlGpmSampleAlloc}, since driver 520.
   */
  public NvmlResult<GpmSample> gpmSample() {
    return GpmSample.allocate(session);
  }

  /**
   * {@return metrics over the time between two samples of one GPU} A metric that is not available
   * fails alone. {@code nvmlGpmMetricsGet}, since driver 520.
   *
   * @param earlier the first of the two samples
   * @param later the second, taken at least 100 ms after the first
   * @param metricIds at most 477 ids, see {@link NvmlGpmMetricId}
   */
  public NvmlResult<List<NvmlGpmMetric>> gpmMetrics(
      GpmSample earlier, GpmSample later, int[] metricIds) {
    return GpmSample.metrics(session, earlier, later, metricIds);
  }

  /**
   * Shuts NVML down and unloads the library, so that the next {@link #open} loads the file as it is
   * then. Waits at most ten seconds for calls in progress; see {@link #closeWithin}.
   */
  @Override
  public void close() {
    closeWithin(PATIENCE);
  }

  /**
   * Refuses new calls, waits for those in progress, then shuts NVML down and unloads the library.
   * If a call does not return in time, the library stays loaded, because unloading it would crash
   * the process; call this or {@link #open} again later. A wait of an event set is a call in
   * progress.
   *
   * @param patience the longest time to wait
   * @return whether the library is unloaded
   */
  public boolean closeWithin(Duration patience) {
    if (!session.gate().shut(patience)) {
      return false;
    }
    synchronized (OPENING) {
      if (this == loaded) {
        library.close();
        loaded = null;
      }
      return true;
    }
  }
}
