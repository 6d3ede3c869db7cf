// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts what is read from a log into lines. A line longer than the kernel ever writes is dropped
 * whole, so that no log can fill the heap. Confined to one thread.
 */
final class LineSplitter {

  /** The longest record /dev/kmsg gives. */
  static final int LONGEST_LINE = 8192;

  private final byte[] line = new byte[LONGEST_LINE];
  private final Consumer<String> sink;
  private int length;
  private boolean tooLong;

  LineSplitter(Consumer<String> sink) {
    this.sink = sink;
  }

  /** Takes all bytes of {@code read}; a last line without an end waits for the rest. */
  void accept(ByteBuffer read) {
    while (read.hasRemaining()) {
      byte next = read.get();
      if (next == '\n') {
        end();
      } else if (length == LONGEST_LINE) {
        tooLong = true;
      } else {
        line[length++] = next;
      }
    }
  }

  private void end() {
    if (!tooLong && length > 0) {
      sink.accept(new String(line, 0, length, StandardCharsets.UTF_8));
    }
    reset();
  }

  /** Forgets a line that has begun. */
  void reset() {
    length = 0;
    tooLong = false;
  }
}
