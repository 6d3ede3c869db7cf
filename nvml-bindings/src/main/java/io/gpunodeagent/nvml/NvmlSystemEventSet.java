// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EventStructs.SystemEventDataV1;
import io.gpunodeagent.nvml.jna.EventStructs.SystemEventSetCreateRequestV1;
import io.gpunodeagent.nvml.jna.EventStructs.SystemEventSetFreeRequestV1;
import io.gpunodeagent.nvml.jna.EventStructs.SystemEventSetWaitRequestV1;
import io.gpunodeagent.nvml.jna.EventStructs.SystemRegisterEventRequestV1;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * A set of event types of the machine that reports their events. As with {@link NvmlEventSet}, a
 * wait cannot be interrupted, and {@link #close} waits for it.
 */
public final class NvmlSystemEventSet implements AutoCloseable {
  private static final int CAPACITY = 32;
  private static final int EVENTS = SystemEventSetWaitRequestV1.SIZEOF;

  private final NvmlSession session;
  private final long address;
  private final ReentrantLock waiting = new ReentrantLock();
  private boolean closed;

  private NvmlSystemEventSet(NvmlSession session, long address) {
    this.session = session;
    this.address = address;
  }

  static NvmlResult<NvmlSystemEventSet> create(NvmlSession session) {
    return session.readVersioned(
        "nvmlSystemEventSetCreate",
        NvmlFunctions::nvmlSystemEventSetCreate,
        SystemEventSetCreateRequestV1.VERSION_1,
        scratch ->
            new NvmlSystemEventSet(session, scratch.int64(SystemEventSetCreateRequestV1.SET)));
  }

  /**
   * Subscribes to events of the machine. {@code nvmlSystemRegisterEvents}, since driver 575.
   *
   * @param mask one or more types of {@link NvmlSystemEvent}
   * @return {@link NvmlReturn#SUCCESS}, or why they were not registered
   */
  public NvmlReturn register(long mask) {
    return session
        .readPrepared(
            "nvmlSystemRegisterEvents",
            NvmlFunctions::nvmlSystemRegisterEvents,
            SystemRegisterEventRequestV1.SIZEOF,
            request -> {
              request.putInt(0, SystemRegisterEventRequestV1.VERSION_1);
              request.putLong(SystemRegisterEventRequestV1.EVENT_TYPES, mask);
              request.putLong(SystemRegisterEventRequestV1.SET, address);
            },
            Decoder::int32)
        .code();
  }

  /**
   * Waits for events. {@link NvmlReturn#TIMEOUT} if there are none in time. {@code
   * nvmlSystemEventSetWait}, since driver 575.
   *
   * @param time the longest time to wait; more than a day counts as a day
   * @return the events, or why there are none
   */
  public NvmlResult<List<NvmlSystemEvent>> await(Duration time) {
    waiting.lock();
    try {
      if (closed) {
        throw new NvmlClosedException("the event set was closed");
      }
      return session.readPrepared(
          "nvmlSystemEventSetWait",
          NvmlFunctions::nvmlSystemEventSetWait,
          EVENTS + CAPACITY * SystemEventDataV1.SIZEOF,
          request -> {
            request.putInt(0, SystemEventSetWaitRequestV1.VERSION_1);
            request.putInt(SystemEventSetWaitRequestV1.TIMEOUTMS, NvmlEventSet.milliseconds(time));
            request.putLong(SystemEventSetWaitRequestV1.SET, address);
            request.putLong(SystemEventSetWaitRequestV1.DATA, request.address() + EVENTS);
            request.putInt(SystemEventSetWaitRequestV1.DATA_SIZE, CAPACITY);
          },
          NvmlSystemEventSet::events);
    } finally {
      waiting.unlock();
    }
  }

  private static List<NvmlSystemEvent> events(Scratch scratch) {
    int count = Math.min(scratch.count(SystemEventSetWaitRequestV1.NUM_EVENT), CAPACITY);
    return IntStream.range(0, count)
        .mapToObj(i -> NvmlSystemEvent.of(scratch, EVENTS + i * SystemEventDataV1.SIZEOF))
        .toList();
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
        session.free(this::free);
      }
    } finally {
      waiting.unlock();
    }
  }

  private void free() {
    Scratch scratch = Scratch.ofThread();
    scratch.clear(SystemEventSetFreeRequestV1.SIZEOF);
    scratch.putInt(0, SystemEventSetFreeRequestV1.VERSION_1);
    scratch.putLong(SystemEventSetFreeRequestV1.SET, address);
    int _ = NvmlFunctions.nvmlSystemEventSetFree(scratch.address());
  }
}
