// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the last 16 KiB that were written, for when the screen does not belong to a view. */
public final class LastLines extends OutputStream {

  private static final int MOST = 16 * 1024;

  private byte[] kept = new byte[0];

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    int before = kept.length;
    var all = Arrays.copyOf(kept, before + count);
    System.arraycopy(bytes, from, all, before, count);
    kept = Arrays.copyOfRange(all, Math.max(0, all.length - MOST), all.length);
  }

  @Override
  public synchronized String toString() {
    return new String(kept, StandardCharsets.UTF_8);
  }
}
