// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer as a stream for one reading thread. The next part is asked for when the one
 * before is read, so a long answer is never held as a whole; a server that falls silent ends it.
 */
public final class BodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Duration silence;
  private Optional<AsyncBody> body = Optional.empty();
  private List<ByteBuffer> pending = List.of();
  private boolean ended;

  /**
   * A body to come.
   *
   * @param silence longest wait for the next part
   */
  public BodyStream(Duration silence) {
    this.silence = silence;
  }

  /** The answer's body has begun. */
  @SuppressWarnings("FutureReturnValueIgnored") // The reader hears of the end.
  public void begin(AsyncBody begun) {
    body = Optional.of(begun);
    begun
        .done()
        .whenComplete(
            (_, failure) -> parts.add(new End(Optional.ofNullable(failure).map(BodyStream::of))));
  }

  @Override
  public void consume(List<ByteBuffer> buffers, AsyncBody from) {
    parts.add(new Bytes(buffers));
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (pending.stream().noneMatch(ByteBuffer::hasRemaining)) {
      if (ended) {
        return -1;
      }
      next();
    }
    var taken = 0;
    for (var buffer : pending) {
      var size = Math.min(length - taken, buffer.remaining());
      buffer.get(target, offset + taken, size);
      taken += size;
    }
    return taken;
  }

  /** Ends the answer; what has not arrived will not. */
  @Override
  public void close() {
    ended = true;
    pending = List.of();
    body.ifPresent(AsyncBody::cancel);
  }

  private void next() throws IOException {
    body.ifPresent(AsyncBody::consume);
    switch (poll()) {
      case Bytes(var buffers) -> pending = buffers;
      case End(var failure) -> {
        ended = true;
        if (failure.isPresent()) {
          throw new ApiException("the answer was cut: " + failure.get());
        }
      }
    }
  }

  private Part poll() throws IOException {
    try {
      var part = parts.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
      if (part == null) {
        throw new ApiException("no part of the answer for " + silence.toMillis() + " ms");
      }
      return part;
    } catch (InterruptedException e) {
      var interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static String of(Throwable failure) {
    return ApiException.reasonOf(failure);
  }

  private sealed interface Part {}

  private record Bytes(List<ByteBuffer> buffers) implements Part {}

  private record End(Optional<String> failure) implements Part {}
}
