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
 * NVML, loaded and initialised. A process has one at a time, as NVML itself is one to a process.
 *
 * <pre>{@code
 * try (Nvml nvml = Nvml.open(NvmlOptions.defaults())) {
 *   System.out.println(nvml.driverVersion().orElseThrow());
 * }
 * }</pre>
 */
public final class Nvml implements SystemQueries, AutoCloseable {
  /**
   * How long {@link #close} waits for calls in flight; PCIe throughput, the slowest of a healthy
   * GPU, takes 20 ms.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Object OPENING = new Object();

  /** The one that is open, or closed with calls still inside the library. */
  private static @Nullable Nvml loaded;

  private final NvmlSession session = new NvmlSession();
  private final OpenLibrary library;

  private Nvml(OpenLibrary library) {
    this.library = library;
  }

  /**
   * Loads the library and initialises it, which attaches every GPU and may take seconds on a
   * machine without persistence mode.
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
   * The file that stands for the library: the one asked for, or the one the dynamic linker found.
   */
  public Path libraryPath() {
    return library.path();
  }

  /** What that file was when it was loaded; empty if it could not be read. */
  public Optional<NvmlLibraryIdentity> libraryIdentity() {
    return library.identity();
  }

  /** The C functions this library has no symbol for, because the driver is older than they are. */
  public SortedSet<String> missingSymbols() {
    return Collections.unmodifiableSortedSet(library.library().missingSymbols());
  }

  /**
   * The number of GPUs, those too that this process may not use. Never changes while NVML is open.
   * {@code nvmlDeviceGetCount_v2}, since driver 450 or older.
   */
  public NvmlResult<Integer> deviceCount() {
    return session.read(
        "nvmlDeviceGetCount_v2", NvmlFunctions::nvmlDeviceGetCount_v2, Decoder::figure);
  }

  /**
   * A GPU by index, in PCI bus order. {@link NvmlReturn#GPU_IS_LOST} or {@link
   * NvmlReturn#NO_PERMISSION} for one that cannot be used. {@code nvmlDeviceGetHandleByIndex_v2},
   * since driver 450 or older.
   */
  public NvmlResult<NvmlDevice> device(int index) {
    return session.read(
        "nvmlDeviceGetHandleByIndex_v2",
        out -> NvmlFunctions.nvmlDeviceGetHandleByIndex_v2(index, out),
        scratch -> new NvmlDevice(session, scratch.int64(0)));
  }

  /** A GPU by UUID, {@code GPU-…}. {@code nvmlDeviceGetHandleByUUID}, since driver 450 or older. */
  public NvmlResult<NvmlDevice> deviceByUuid(String uuid) {
    return handleByText("nvmlDeviceGetHandleByUUID", NvmlFunctions::nvmlDeviceGetHandleByUUID, uuid)
        .map(handle -> new NvmlDevice(session, handle));
  }

  /**
   * A MIG device by UUID, {@code MIG-…}. {@code nvmlDeviceGetHandleByUUID}, {@code
   * nvmlDeviceGetDeviceHandleFromMigDeviceHandle}, since driver 450 or older.
   */
  public NvmlResult<MigDevice> migDeviceByUuid(String uuid) {
    return switch (handleByText(
        "nvmlDeviceGetHandleByUUID", NvmlFunctions::nvmlDeviceGetHandleByUUID, uuid)) {
      case Failure<Long> failure -> failure.as();
      case Success<Long>(Long handle) -> MigDevice.of(session, handle);
    };
  }

  /**
   * A GPU by its place on the PCI bus, such as {@code 0000:3b:00.0} or {@code 00000000:3B:00.0}.
   * {@code nvmlDeviceGetHandleByPciBusId_v2}, since driver 450 or older.
   */
  public NvmlResult<NvmlDevice> deviceByPciBusId(String busId) {
    return handleByText(
            "nvmlDeviceGetHandleByPciBusId_v2",
            NvmlFunctions::nvmlDeviceGetHandleByPciBusId_v2,
            busId)
        .map(handle -> new NvmlDevice(session, handle));
  }

  /** All GPUs by index, each for itself: one that is lost does not hide the others. */
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

  /** An empty set of events. {@code nvmlEventSetCreate}, since driver 450 or older. */
  public NvmlResult<NvmlEventSet> eventSet() {
    return NvmlEventSet.create(session);
  }

  /** An empty set of events of the machine. {@code nvmlSystemEventSetCreate}, since driver 575. */
  public NvmlResult<NvmlSystemEventSet> systemEventSet() {
    return NvmlSystemEventSet.create(session);
  }

  /** An empty sample of the profiling counters. {@code nvmlGpmSampleAlloc}, since driver 520. */
  public NvmlResult<GpmSample> gpmSample() {
    return GpmSample.allocate(session);
  }

  /**
   * Metrics over the time between two samples of one GPU. A metric that cannot be told fails alone.
   * {@code nvmlGpmMetricsGet}, since driver 520.
   *
   * @param metricIds see {@link NvmlGpmMetricId}, 477 at most
   */
  public NvmlResult<List<NvmlGpmMetric>> gpmMetrics(
      GpmSample earlier, GpmSample later, int[] metricIds) {
    return GpmSample.metrics(session, earlier, later, metricIds);
  }

  /**
   * Shuts NVML down and unloads the library, so that the next {@link #open} loads the file there is
   * then. Waits ten seconds at most for calls in flight; see {@link #closeWithin}.
   */
  @Override
  public void close() {
    closeWithin(PATIENCE);
  }

  /**
   * Lets no call in any more, waits for those in flight, then shuts NVML down and unloads the
   * library. If one does not return in time, the library stays loaded, as unloading it would crash
   * the process; this or {@link #open} may be tried again later. The wait in progress of an event
   * set is a call in flight.
   *
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
