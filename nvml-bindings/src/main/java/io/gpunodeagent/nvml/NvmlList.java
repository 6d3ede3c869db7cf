// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Success;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads lists whose length only NVML knows.
 *
 * <p>NVML has three protocols to ask for the length first, and the list may grow before the second
 * call. So none of them is used. Every function also accepts a buffer that is large enough; if it
 * was not, the call is repeated with a larger one.
 */
final class NvmlList {
  /** The place of a second output, after the count. */
  static final int SECOND = 8;

  /** The array follows count, outputs and structs. */
  private static final int ARRAY = 64;

  /** Enough for nearly every list, and inside the thread's block for elements up to 100 bytes. */
  private static final int FIRST_CAPACITY = 128;

  /** More than any list has, so that a wrong count cannot request all memory. */
  private static final int MAX_CAPACITY = 1 << 17;

  private static final int ATTEMPTS = 5;

  private NvmlList() {}

  /** A C function with a count that goes in and out, and an array. */
  interface Call {
    int call(long count, long array);
  }

  /** Makes a value from what is at an offset. */
  interface Element<T> {
    T decode(Scratch scratch, int offset);
  }

  /** Makes a list from an array. */
  interface Elements<T> {
    List<T> decode(Scratch scratch, int offset, int count);
  }

  static <T> NvmlResult<List<T>> read(
      NvmlSession session, String function, Call call, int stride, Element<T> element) {
    return readFilled(session, function, call, stride, (byte) 0, each(stride, element));
  }

  /** The same, with a buffer that is filled with a pattern before each attempt. */
  static <T> NvmlResult<List<T>> readFilled(
      NvmlSession session,
      String function,
      Call call,
      int stride,
      byte pattern,
      Elements<T> elements) {
    Attempt attempt =
        (scratch, capacity) -> {
          scratch.clear(ARRAY);
          scratch.fill(ARRAY, capacity * stride, pattern);
          scratch.putInt(0, capacity);
          return call.call(scratch.address(), scratch.address() + ARRAY);
        };
    return read(session, function, stride, 0, attempt, elements);
  }

  /** The same, for a struct with count and pointer, and possibly more for the function to read. */
  static <T> NvmlResult<List<T>> readVersioned(
      NvmlHandle handle,
      String function,
      Shapes.Of call,
      VersionedList list,
      Request request,
      Element<T> element) {
    Attempt attempt =
        (scratch, capacity) -> {
          scratch.clear(ARRAY + capacity * list.stride());
          scratch.putInt(0, list.version());
          scratch.putInt(list.countOffset(), capacity);
          scratch.putLong(list.pointerOffset(), scratch.address() + ARRAY);
          request.write(scratch);
          return call.call(handle.address(), scratch.address());
        };
    return read(
        handle.session(),
        function,
        list.stride(),
        list.countOffset(),
        attempt,
        each(list.stride(), element));
  }

  /** Makes one call with room for a number of elements. */
  private interface Attempt {
    int call(Scratch scratch, int capacity);
  }

  private static <T> NvmlResult<List<T>> read(
      NvmlSession session,
      String function,
      int stride,
      int countOffset,
      Attempt attempt,
      Elements<T> elements) {
    int capacity = FIRST_CAPACITY;
    Scratch scratch = session.enter();
    try {
      int code = attempt.call(scratch, capacity);
      for (int i = 1; i < ATTEMPTS && code == NvmlReturn.INSUFFICIENT_SIZE.value(); i++) {
        capacity = larger(capacity, scratch.count(countOffset));
        scratch = Scratch.allocate(ARRAY + capacity * stride + Long.BYTES);
        code = attempt.call(scratch, capacity);
      }
      int count = Math.min(scratch.count(countOffset), capacity);
      return code == 0
          ? new Success<>(elements.decode(scratch, ARRAY, count))
          : NvmlSession.failure(function, code);
    } finally {
      session.exit();
    }
  }

  /** The capacity that is needed and some more, because the list may be growing. */
  private static int larger(int capacity, int needed) {
    int enough = Math.min(needed, MAX_CAPACITY);
    return Math.min(Math.max(capacity * 2, enough + enough / 4), MAX_CAPACITY);
  }

  private static <T> Elements<T> each(int stride, Element<T> element) {
    return (scratch, offset, count) -> {
      List<T> elements = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        elements.add(element.decode(scratch, offset + i * stride));
      }
      return List.copyOf(elements);
    };
  }
}
