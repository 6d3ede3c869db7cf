// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that a scrape is written into. Confined to one thread. */
public final class Bytes extends OutputStream {

  private byte[] held;
  private int size;

  public Bytes(int expectedSize) {
    held = new byte[Math.max(expectedSize, 64)];
  }

  @Override
  public void write(int octet) {
    room(1);
    held[size++] = (byte) octet;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, held, size, length);
    size += length;
  }

  @Override
  public void write(byte[] source) {
    write(source, 0, source.length);
  }

  /** Writes text in UTF-8. */
  void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes were written. */
  public int size() {
    return size;
  }

  /** Writes all of it into {@code out}. */
  public void copyTo(Bytes out) {
    out.write(held, 0, size);
  }

  /** The same, compressed on its way. */
  void copyTo(FastGzip out) throws IOException {
    out.write(held, 0, size);
  }

  /** Forgets what was written, and keeps the room for it. */
  public void clear() {
    size = 0;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(held, size);
  }

  @Override
  public String toString() {
    return new String(held, 0, size, StandardCharsets.UTF_8);
  }

  private void room(int more) {
    if (held.length - size < more) {
      held = Arrays.copyOf(held, Math.max(held.length + held.length / 2, size + more));
    }
  }
}
