// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementStreamTest {

  private static final ListPodResourcesResponse ANSWER =
      Answers.of(
          Answers.pod("a", "nvidia.com/gpu", Answers.uuid(1)),
          PodResources.getDefaultInstance(),
          Answers.pod("é \"\n" + "x".repeat(249), "nvidia.com/gpu", Answers.uuid(2)));

  @Test
  void podsAreTheSameHoweverTheBytesArrive() throws KubeletException {
    var bytes = ANSWER.toByteArray();
    for (var size = 1; size <= bytes.length; size++) {
      assertThat(read(bytes, size)).isEqualTo(ANSWER.getPodResourcesList());
    }
  }

  @Test
  void anAnswerThatEndsInsideAPodIsRefused() throws KubeletException {
    var bytes = Answers.of(Answers.pod("a", "nvidia.com/gpu", Answers.uuid(1))).toByteArray();
    for (var length = 1; length < bytes.length; length++) {
      var part = ByteBuffer.wrap(bytes, 0, length);
      var stream = stream(pod -> {});
      stream.accept(part);
      assertThatThrownBy(stream::end).isInstanceOf(KubeletException.class);
    }
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var output = CodedOutputStream.newInstance(bytes);
    output.writeUInt64(2, -1L);
    output.writeMessage(1, ANSWER.getPodResources(0));
    output.writeString(1000, "later");
    output.writeFixed32(7, 1);
    output.writeMessage(1, ANSWER.getPodResources(2));
    output.writeDouble(8, 1);
    output.flush();
    for (var size = 1; size <= bytes.size(); size++) {
      assertThat(read(bytes.toByteArray(), size))
          .containsExactly(ANSWER.getPodResources(0), ANSWER.getPodResources(2));
    }
  }

  @Test
  void aPodBeyondTheLimitIsRefusedBeforeItArrives() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var output = CodedOutputStream.newInstance(bytes);
    output.writeTag(1, 2);
    output.writeUInt32NoTag(ElementStream.LARGEST + 1);
    output.flush();
    assertThatThrownBy(() -> read(bytes.toByteArray(), 1))
        .isInstanceOf(KubeletException.class)
        .hasMessage("a pod of 524289 bytes; the limit is 524288");
  }

  @Test
  void aNameThatIsNotUtf8IsRefused() {
    var pod = ByteString.copyFrom(new byte[] {10, 2, (byte) 0xC3, (byte) 0x28});
    var answer = new byte[] {10, (byte) pod.size(), 10, 2, (byte) 0xC3, (byte) 0x28};
    assertThatThrownBy(() -> read(answer, 1))
        .isInstanceOf(KubeletException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void anyBytesAreReadOrRefused() {
    var random = new Random(20261121);
    var read = 0;
    for (var round = 0; round < 20_000; round++) {
      var bytes = ANSWER.toByteArray();
      for (var change = random.nextInt(1, 6); change > 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        read(bytes, random.nextInt(1, 64));
        read++;
      } catch (KubeletException e) {
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(302).doesNotContain("\n");
      }
    }
    assertThat(read).isBetween(1, 19_999);
  }

  private static ElementStream<PodResources> stream(ElementStream.Elements<PodResources> pods) {
    return new ElementStream<>("pod", PodResources.parser(), pods);
  }

  private static List<PodResources> read(byte[] bytes, int partSize) throws KubeletException {
    var pods = new ArrayList<PodResources>();
    var stream = stream(pods::add);
    for (var offset = 0; offset < bytes.length; offset += partSize) {
      stream.accept(ByteBuffer.wrap(bytes, offset, Math.min(partSize, bytes.length - offset)));
    }
    stream.end();
    return pods;
  }
}
