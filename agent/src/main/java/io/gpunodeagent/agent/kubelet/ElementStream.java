// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Parses an answer element by element while it arrives, so that neither its bytes nor its elements
 * are ever held as a whole: an answer of many MiB must not cost a heap of few. Other fields are
 * skipped.
 *
 * <p>Every answer of the API has its elements, pods or devices, in field 1.
 *
 * @param <T> the message of an element
 */
final class ElementStream<T> implements AnswerPart {

  /**
   * Bytes of one element. A message of empty elements needs some twenty times its size in memory
   * when parsed; a pod with five thousand device ids has half of this.
   */
  static final int LARGEST = 512 * 1024;

  private static final int TAG = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final String what;
  private final Parser<T> parser;
  private final Elements<T> elements;
  private byte[] pending = new byte[8 * 1024];
  private int start;
  private int end;

  /**
   * A stream of one answer.
   *
   * @param what an element is, for messages
   * @param elements takes each as it arrives
   */
  ElementStream(String what, Parser<T> parser, Elements<T> elements) {
    this.what = what;
    this.parser = parser;
    this.elements = elements;
  }

  /** Takes an element. */
  interface Elements<T> {
    void accept(T element) throws KubeletException;
  }

  @Override
  public void accept(ByteBuffer part) throws KubeletException {
    var length = part.remaining();
    makeRoom(length);
    part.get(pending, end, length);
    end += length;
    while (takeField()) {}
  }

  @Override
  public void end() throws KubeletException {
    if (start != end) {
      throw new KubeletException("the answer ends inside a " + what + " or is no answer");
    }
  }

  /** Takes one field off the pending bytes; false when they do not hold a whole one. */
  private boolean takeField() throws KubeletException {
    if (start == end) {
      return false;
    }
    var field = CodedInputStream.newInstance(pending, start, end - start);
    try {
      var tag = field.readTag();
      if (tag != TAG) {
        field.skipField(tag);
      } else if (!takeElement(field)) {
        return false;
      }
      start += field.getTotalBytesRead();
      return true;
    } catch (IOException e) {
      return incomplete(e);
    }
  }

  private boolean takeElement(CodedInputStream field) throws IOException {
    var size = Integer.toUnsignedLong(field.readUInt32());
    if (size > LARGEST) {
      throw new KubeletException("a " + what + " of " + size + " bytes; the limit is " + LARGEST);
    }
    var position = start + field.getTotalBytesRead();
    if (end - position < size) {
      return false;
    }
    elements.accept(parse(position, (int) size));
    field.skipRawBytes((int) size);
    return true;
  }

  /** A field that cannot be read may lack its end: more may come, as long as it stays small. */
  private boolean incomplete(IOException failure) throws KubeletException {
    if (failure instanceof KubeletException refused) {
      throw refused;
    }
    if (end - start > LARGEST) {
      throw new KubeletException("not an answer: " + KubeletException.reasonOf(failure));
    }
    return false;
  }

  private T parse(int position, int size) throws KubeletException {
    try {
      return parser.parseFrom(pending, position, size);
    } catch (InvalidProtocolBufferException e) {
      throw new KubeletException(
          "a " + what + " cannot be parsed: " + KubeletException.reasonOf(e));
    }
  }

  private void makeRoom(int length) {
    System.arraycopy(pending, start, pending, 0, end - start);
    end -= start;
    start = 0;
    if (end + length > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(2 * pending.length, end + length));
    }
  }
}
