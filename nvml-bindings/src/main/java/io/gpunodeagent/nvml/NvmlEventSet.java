package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import io.gpunodeagent.nvml.jna.EventStructs;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Events of the GPUs registered with it, one at a time.
 *
 * <p>A wait cannot be cut short, and the set must not be freed during one: so {@link #close} waits
 * for it. Keep the time of a single wait to a few seconds.
 */
public final class NvmlEventSet implements AutoCloseable {
  private static final int UUID = 32;
  private static final int UUID_SIZE = 96;
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final NvmlSession session;
  private final long address;
  private final Map<Long, String> uuids = new ConcurrentHashMap<>();
  private final ReentrantLock waiting = new ReentrantLock();
  private boolean closed;

  private NvmlEventSet(NvmlSession session, long address) {
    this.session = session;
    this.address = address;
  }

  static NvmlResult<NvmlEventSet> create(NvmlSession session) {
    return session.read(
        "nvmlEventSetCreate",
        NvmlFunctions::nvmlEventSetCreate,
        scratch -> new NvmlEventSet(session, scratch.int64(0)));
  }

  /**
   * Asks for events of a GPU; adds to what was asked for before. Types the GPU cannot tell are left
   * out, as a driver refuses a mask with any it does not know. {@code nvmlDeviceRegisterEvents},
   * since driver 450 or older.
   *
   * @param mask of {@link NvmlEventType}s
   * @return the types that are registered now
   */
  public NvmlResult<Long> register(NvmlDevice device, long mask) {
    return switch (device.supportedEventTypes()) {
      case Failure<Long> failure -> failure;
      case Success<Long>(Long supported) -> registerSupported(device, mask & supported);
    };
  }

  private NvmlResult<Long> registerSupported(NvmlDevice device, long mask) {
    device.uuid().toOptional().ifPresent(uuid -> uuids.put(device.address(), uuid));
    NvmlReturn code =
        device.act(handle -> NvmlFunctions.nvmlDeviceRegisterEvents(handle, mask, address));
    return code.isSuccess()
        ? new Success<>(mask)
        : NvmlSession.failure("nvmlDeviceRegisterEvents", code.value());
  }

  /**
   * Waits for the next event; {@link NvmlReturn#TIMEOUT} if there is none in time, {@link
   * NvmlReturn#GPU_IS_LOST} if a GPU fell off the bus. {@code nvmlEventSetWait_v2}, since driver
   * 450 or older.
   */
  public NvmlResult<NvmlEvent> await(Duration time) {
    return inside(
        scratch -> {
          scratch.clear(UUID + UUID_SIZE);
          int code =
              NvmlFunctions.nvmlEventSetWait_v2(address, scratch.address(), milliseconds(time));
          return code == 0
              ? new Success<>(event(scratch))
              : NvmlSession.failure("nvmlEventSetWait_v2", code);
        });
  }

  /**
   * The same with the time of the event. {@link NvmlReturn#FUNCTION_NOT_FOUND} or {@link
   * NvmlReturn#NOT_SUPPORTED} of a driver that cannot tell it: then use {@link #await}. An event
   * comes once, to whichever of the two is asked first. {@code nvmlEventSetWait_v3}, since driver
   * 615.
   */
  public NvmlResult<NvmlTimedEvent> awaitTimed(Duration time) {
    return inside(
        scratch -> {
          scratch.clear(EventStructs.EventSetWaitV3.SIZEOF);
          scratch.putInt(EventStructs.EventSetWaitV3.TIMEOUT_MS, milliseconds(time));
          int code = NvmlFunctions.nvmlEventSetWait_v3(address, scratch.address());
          return NvmlSession.result("nvmlEventSetWait_v3", code, scratch, NvmlTimedEvent::of);
        });
  }

  private <T> NvmlResult<T> inside(Function<Scratch, NvmlResult<T>> wait) {
    waiting.lock();
    try {
      if (closed) {
        throw new NvmlClosedException("the event set was closed");
      }
      Scratch scratch = session.enter();
      try {
        return wait.apply(scratch);
      } finally {
        session.exit();
      }
    } finally {
      waiting.unlock();
    }
  }

  static int milliseconds(Duration time) {
    return (int) (time.compareTo(LONGEST_WAIT) < 0 ? time : LONGEST_WAIT).toMillis();
  }

  private NvmlEvent event(Scratch scratch) {
    long device = scratch.int64(EventStructs.EventData.DEVICE);
    return new NvmlEvent(
        uuid(scratch, device),
        scratch.int64(EventStructs.EventData.EVENT_TYPE),
        scratch.int64(EventStructs.EventData.EVENT_DATA),
        Sentinel.unlessAllOnes(scratch.int32(EventStructs.EventData.GPU_INSTANCE_ID)),
        Sentinel.unlessAllOnes(scratch.int32(EventStructs.EventData.COMPUTE_INSTANCE_ID)));
  }

  /**
   * By asking the handle in the event; a lost GPU does not answer, but may have been registered by
   * that handle.
   */
  private Optional<String> uuid(Scratch scratch, long device) {
    int code = NvmlFunctions.nvmlDeviceGetUUID(device, scratch.address() + UUID, UUID_SIZE);
    return code == 0
        ? Optional.of(scratch.text(UUID, UUID_SIZE))
        : Optional.ofNullable(uuids.get(device));
  }

  /**
   * Frees the set, after the wait in progress. After {@link Nvml#close}, which frees it too, it
   * does nothing.
   */
  @Override
  public void close() {
    waiting.lock();
    try {
      if (!closed) {
        closed = true;
        session.free(() -> NvmlFunctions.nvmlEventSetFree(address));
      }
    } finally {
      waiting.unlock();
    }
  }
}
