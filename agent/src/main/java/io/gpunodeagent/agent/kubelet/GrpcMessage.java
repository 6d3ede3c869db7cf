// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.nio.ByteBuffer;

/**
 * gRPC's framing of a unary call: one message, preceded by a byte that says whether it is
 * compressed and four bytes of length. Compression is never offered, so it is never accepted.
 */
final class GrpcMessage implements AnswerPart {

  static final int PREFIX_BYTES = 5;

  /** What the kubelet's own clients take at most. */
  static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  private final AnswerPart content;
  private final ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES);
  private int remaining;

  GrpcMessage(AnswerPart content) {
    this.content = content;
  }

  /** A message as it is sent. */
  static ByteBuffer framed(byte[] message) {
    return ByteBuffer.allocate(PREFIX_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .flip();
  }

  @Override
  public void accept(ByteBuffer part) throws KubeletException {
    while (prefix.hasRemaining() && part.hasRemaining()) {
      prefix.put(part.get());
      if (!prefix.hasRemaining()) {
        readPrefix();
      }
    }
    if (part.remaining() > remaining) {
      throw new KubeletException("the answer is longer than it says");
    }
    remaining -= part.remaining();
    content.accept(part);
  }

  @Override
  public void end() throws KubeletException {
    if (prefix.hasRemaining() || remaining > 0) {
      throw new KubeletException("the answer is incomplete");
    }
    content.end();
  }

  private void readPrefix() throws KubeletException {
    if (prefix.get(0) != 0) {
      throw new KubeletException("the answer is compressed, which was not offered");
    }
    remaining = prefix.getInt(1);
    if (remaining < 0 || remaining > LARGEST_ANSWER) {
      throw new KubeletException(
          "an answer of "
              + Integer.toUnsignedLong(remaining)
              + " bytes; the limit is "
              + LARGEST_ANSWER);
    }
  }
}
