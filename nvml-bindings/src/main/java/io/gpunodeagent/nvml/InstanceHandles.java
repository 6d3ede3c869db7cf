// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Success;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Reads the handles of MIG instances. These functions take no buffer size: they write as many as
 * there are, at most the profile's instance count.
 */
final class InstanceHandles {
  private static final int ARRAY = 8;

  /** The room that is always offered: no profile has more instances, even if its count is wrong. */
  private static final int LEAST_CAPACITY = 64;

  private InstanceHandles() {}

  /** {@code f(handle, unsigned int profileId, T *instances, unsigned int *count)}. */
  interface Call {
    int call(long handle, int profileId, long instances, long count);
  }

  static <T> NvmlResult<List<T>> read(
      NvmlHandle owner,
      String function,
      Call call,
      int profileId,
      int instanceCount,
      LongFunction<T> instance) {
    int capacity = Math.max(instanceCount, LEAST_CAPACITY);
    int size = ARRAY + capacity * Long.BYTES;
    Scratch scratch = owner.session().enter();
    try {
      Scratch room = size > scratch.size() ? Scratch.allocate(size) : scratch;
      room.clear(size);
      room.putInt(0, capacity);
      long out = room.address();
      int code = call.call(owner.address(), profileId, out + ARRAY, out);
      return code == 0
          ? new Success<>(handles(room, Math.min(room.count(0), capacity), instance))
          : NvmlSession.failure(function, code);
    } finally {
      owner.session().exit();
    }
  }

  private static <T> List<T> handles(Scratch room, int count, LongFunction<T> instance) {
    return IntStream.range(0, count)
        .mapToLong(i -> room.int64(ARRAY + i * Long.BYTES))
        .mapToObj(instance)
        .toList();
  }
}
