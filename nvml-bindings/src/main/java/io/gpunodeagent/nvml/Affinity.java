// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Success;
import java.util.BitSet;

/** Reads sets of CPUs or NUMA nodes, which come as arrays of {@code unsigned long}. */
final class Affinity {
  /** Room for 4096 CPUs. */
  private static final int WORDS = 64;

  private Affinity() {}

  /** {@code f(handle, unsigned int words, unsigned long *set)}. */
  interface Call {
    int call(long handle, int words, long set);
  }

  static NvmlResult<BitSet> read(NvmlHandle device, String function, Call call) {
    Scratch scratch = device.session().enter();
    try {
      scratch.clear(WORDS * Long.BYTES);
      int code = call.call(device.address(), WORDS, scratch.address());
      return code == 0 ? new Success<>(set(scratch)) : NvmlSession.failure(function, code);
    } finally {
      device.session().exit();
    }
  }

  private static BitSet set(Scratch scratch) {
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = scratch.int64(i * Long.BYTES);
    }
    return BitSet.valueOf(words);
  }
}
