// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.nio.charset.StandardCharsets;

/** Protobuf's wire format, as far as messages of samples need it. */
public final class Wire {

  /** What eight bytes of fixed width take, with a key of one byte. */
  public static final int FIXED64_SIZE = 1 + Long.BYTES;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BLOCK = 2;

  private Wire() {}

  /** The key of a number of variable width. {@code field} is 1 to 15, as in all that follow. */
  public static int varintKey(int field) {
    return field << 3 | VARINT;
  }

  /** The key of eight bytes. */
  public static int fixed64Key(int field) {
    return field << 3 | FIXED64;
  }

  /** The key of a text, a message, or other bytes that are counted. */
  public static int blockKey(int field) {
    return field << 3 | BLOCK;
  }

  /** A count in base 128, least significant group first. */
  public static void varint(int value, Bytes out) {
    var rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** How many bytes {@link #varint} writes. */
  public static int varintSize(int value) {
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
  }

  /** How many bytes a block of {@code length} takes, with its key and its count. */
  public static int blockSize(int length) {
    return 1 + varintSize(length) + length;
  }

  /** Key and count of a block, whose {@code length} bytes follow. */
  public static void blockHead(int key, int length, Bytes out) {
    out.write(key);
    varint(length, out);
  }

  /** A block. */
  public static void block(int key, byte[] content, Bytes out) {
    blockHead(key, content.length, out);
    out.write(content);
  }

  /** A text. */
  public static void block(int key, String text, Bytes out) {
    block(key, text.getBytes(StandardCharsets.UTF_8), out);
  }

  /** Eight bytes with their key, least significant first. */
  public static void fixed64(int key, long bits, Bytes out) {
    out.write(key);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      out.write((int) (bits >>> shift));
    }
  }
}
