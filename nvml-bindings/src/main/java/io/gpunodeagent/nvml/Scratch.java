// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Off-heap memory into which calls write their answers. Each thread has one block of its own, so a
 * call allocates nothing; a list that does not fit gets a block for that one call.
 *
 * <p>Offsets are in bytes. The memory is a direct buffer, because its reads compile to plain loads
 * and cannot leave the block.
 */
final class Scratch {
  /** Holds the largest struct, {@code nvmlGpmMetricsGet_t}. */
  private static final int SIZE = 20 * 1024;

  /** Up to here single stores are faster than a copy. */
  private static final int FEW = 16;

  private static final byte[] ZEROS = new byte[1024];

  private static final ThreadLocal<Scratch> OF_THREAD =
      ThreadLocal.withInitial(() -> allocate(SIZE));

  private final ByteBuffer memory;
  private final long address;

  private Scratch(ByteBuffer memory) {
    this.memory = memory;
    this.address = MemorySegment.ofBuffer(memory).address();
  }

  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  static Scratch allocate(int size) {
    return new Scratch(ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
  }

  int size() {
    return memory.capacity();
  }

  long address() {
    return address;
  }

  /** Zeroes the first bytes, rounded up to eight. */
  void clear(int size) {
    if (size <= FEW) {
      for (int at = 0; at < size; at += Long.BYTES) {
        memory.putLong(at, 0);
      }
    } else {
      memory.put(0, ZEROS, 0, Math.min(size, ZEROS.length));
      if (size > ZEROS.length) {
        fill(ZEROS.length, size - ZEROS.length, (byte) 0);
      }
    }
  }

  void fill(int offset, int size, byte pattern) {
    MemorySegment.ofBuffer(memory).asSlice(offset, size).fill(pattern);
  }

  boolean holds(int offset, int size, byte pattern) {
    for (int at = offset; at < offset + size; at++) {
      if (memory.get(at) != pattern) {
        return false;
      }
    }
    return true;
  }

  void putInt(int offset, int value) {
    memory.putInt(offset, value);
  }

  void putLong(int offset, long value) {
    memory.putLong(offset, value);
  }

  void putBytes(int offset, byte[] bytes) {
    memory.put(offset, bytes);
  }

  /** Writes a C string. */
  void putText(int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (offset + bytes.length >= size()) {
      throw new IllegalArgumentException(
          "longer than any identifier: " + text.length() + " characters");
    }
    memory.put(offset, bytes).put(offset + bytes.length, (byte) 0);
  }

  int int32(int offset) {
    return memory.getInt(offset);
  }

  /** {@code unsigned int}. */
  long u32(int offset) {
    return Integer.toUnsignedLong(memory.getInt(offset));
  }

  /** {@code unsigned int} that fits an {@code int}; negative if the driver gives nonsense. */
  int figure(int offset) {
    return memory.getInt(offset);
  }

  /**
   * {@code unsigned int} that counts entries in a buffer; larger numbers become {@link
   * Integer#MAX_VALUE}.
   */
  int count(int offset) {
    int value = memory.getInt(offset);
    return value < 0 ? Integer.MAX_VALUE : value;
  }

  long int64(int offset) {
    return memory.getLong(offset);
  }

  double float64(int offset) {
    return memory.getDouble(offset);
  }

  int u8(int offset) {
    return Byte.toUnsignedInt(memory.get(offset));
  }

  int u16(int offset) {
    return Short.toUnsignedInt(memory.getShort(offset));
  }

  /** An {@code unsigned int} that is a truth value. */
  boolean flag(int offset) {
    return memory.getInt(offset) != 0;
  }

  byte[] bytes(int offset, int length) {
    byte[] bytes = new byte[length];
    memory.get(offset, bytes);
    return bytes;
  }

  /** A C string in a field of the given size; one that fills its field has no NUL. */
  String text(int offset, int size) {
    int length = 0;
    while (length < size && memory.get(offset + length) != 0) {
      length++;
    }
    return new String(bytes(offset, length), StandardCharsets.UTF_8);
  }
}
