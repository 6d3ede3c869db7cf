// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory as a C function sees it, for functions that are played in Java. */
record Foreign(MemorySegment memory) {
  @SuppressWarnings("restricted") // the addresses are those of scratch memory, which is that large
  static Foreign at(long address) {
    return new Foreign(MemorySegment.ofAddress(address).reinterpret(1 << 20));
  }

  int getInt(long offset) {
    return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }

  Foreign putInt(long offset, int value) {
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
    return this;
  }

  Foreign putLong(long offset, long value) {
    memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    return this;
  }
}
