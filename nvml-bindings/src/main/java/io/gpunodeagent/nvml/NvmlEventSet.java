// SPDX-License-Identifier: Apache-2.0
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
 * A set of GPUs and event types that reports their events, one at a time.
 *
 * <p>A wait cannot be interrupted, and the set must not be freed during one, so {@link #close}
 * waits for it. Keep a single wait to a few seconds.
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
   * Subscribes to events of a GPU, in addition to earlier subscriptions. Types that the GPU cannot
   * report are left out, because a driver refuses a mask with an unknown one. {@code
   * nvmlDeviceRegisterEvents}, since driver 450 or older.
   *
   * @param device the GPU to watch
   * @param mask one or more types of {@link NvmlEventType}
   * @return the types of the mask that are registered
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
   * Waits for the next event. {@link NvmlReturn#TIMEOUT} if there is none in time, {@link
   * NvmlReturn#GPU_IS_LOST} if a GPU fell off the bus. {@code nvmlEventSetWait_v2}, since driver
   * 450 or older.
   *
   * @param time the longest time to wait; more than a day counts as a day
   * @return the event, or why there is none
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
   * Waits for the next event and its time. A driver that cannot report the time answers {@link
   * NvmlReturn#FUNCTION_NOT_FOUND} or {@link NvmlReturn#NOT_SUPPORTED}; use {@link #await} then.
   * Each event comes once, to whichever of the two methods is called first. {@code
   * nvmlEventSetWait_v3}, since driver 615.
   *
   * @param time the longest time to wait; more than a day counts as a day
   * @return the event, or why there is none
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
   * Asks the handle in the event. A lost GPU does not answer, but its UUID may be known from when
   * it was registered.
   */
  private Optional<String> uuid(Scratch scratch, long device) {
    int code = NvmlFunctions.nvmlDeviceGetUUID(device, scratch.address() + UUID, UUID_SIZE);
    return code == 0
        ? Optional.of(scratch.text(UUID, UUID_SIZE))
        : Optional.ofNullable(uuids.get(device));
  }

  /**
   * Frees the set, after the wait in progress. Does nothing after {@link Nvml#close}, which frees
   * the set too.
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
