package io.gpunodeagent.agent.kubelet;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Parses an answer pod by pod while it arrives, so that neither its bytes nor its pods are ever
 * held as a whole: an answer of many MiB must not cost a heap of few. Fields that are not pods are
 * skipped.
 *
 * <p>The answers to {@code List} and {@code Get} carry their pods in the same field.
 */
final class PodStream implements AnswerPart {

  /**
   * Bytes of one pod. A message of empty elements needs some twenty times its size in memory when
   * parsed; a pod with five thousand device ids has half of this.
   */
  static final int LARGEST_POD = 512 * 1024;

  private static final int POD_TAG =
      ListPodResourcesResponse.POD_RESOURCES_FIELD_NUMBER << 3
          | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final Pods pods;
  private byte[] pending = new byte[8 * 1024];
  private int start;
  private int end;

  PodStream(Pods pods) {
    this.pods = pods;
  }

  /** Takes a pod. */
  interface Pods {
    void accept(PodResources pod) throws KubeletException;
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
      throw new KubeletException("the answer ends inside a pod or is no answer");
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
      if (tag != POD_TAG) {
        field.skipField(tag);
      } else if (!takePod(field)) {
        return false;
      }
      start += field.getTotalBytesRead();
      return true;
    } catch (IOException e) {
      return incomplete(e);
    }
  }

  private boolean takePod(CodedInputStream field) throws IOException {
    var size = Integer.toUnsignedLong(field.readUInt32());
    if (size > LARGEST_POD) {
      throw new KubeletException("a pod of " + size + " bytes; the limit is " + LARGEST_POD);
    }
    var position = start + field.getTotalBytesRead();
    if (end - position < size) {
      return false;
    }
    pods.accept(parse(position, (int) size));
    field.skipRawBytes((int) size);
    return true;
  }

  /** A field that cannot be read may lack its end: more may come, as long as it stays small. */
  private boolean incomplete(IOException failure) throws KubeletException {
    if (failure instanceof KubeletException refused) {
      throw refused;
    }
    if (end - start > LARGEST_POD) {
      throw new KubeletException("not an answer: " + KubeletException.reasonOf(failure));
    }
    return false;
  }

  private PodResources parse(int position, int size) throws KubeletException {
    try {
      return PodResources.parseFrom(ByteBuffer.wrap(pending, position, size));
    } catch (InvalidProtocolBufferException e) {
      throw new KubeletException("a pod cannot be parsed: " + KubeletException.reasonOf(e));
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
