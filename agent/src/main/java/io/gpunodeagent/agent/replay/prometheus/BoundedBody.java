// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The body of an answer, of which neither length nor duration are the sender's to choose. */
final class BoundedBody extends FilterInputStream {

  private final CompletableFuture<Boolean> late = new CompletableFuture<>();
  private long left;

  /**
   * A body that is read from now on.
   *
   * @param most bytes
   * @param patience within which all of it must have come
   */
  BoundedBody(InputStream in, long most, Duration patience) {
    super(in);
    left = most;
    var _ =
        late.completeOnTimeout(true, patience.toNanos(), TimeUnit.NANOSECONDS)
            .thenAccept(this::closeIfLate);
  }

  /** A read that waits ends with an exception then. */
  private void closeIfLate(boolean isLate) {
    if (isLate) {
      try {
        in.close();
      } catch (IOException closing) {
        // The reader meets the same.
      }
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(bytes, offset, length);
    } catch (IOException closed) {
      throw late.getNow(false) ? new HttpTimeoutException("request timed out") : closed;
    }
    if (read < 0 && late.getNow(false)) {
      throw new HttpTimeoutException("request timed out");
    }
    left -= Math.max(0, read);
    if (left < 0) {
      throw new TooMuchException();
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    late.complete(false);
    super.close();
  }
}
