// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of a kubelet, as they arrive: in parts of any size. */
class KubeletAnswerFuzzTest {

  private static final long MEMORY = 64 * 1024;

  @FuzzTest
  void pods(byte[] input) {
    var reader = new AllocationReader(Defaults.kubelet(), MEMORY);
    read(input, new ElementStream<>("pod", PodResources.parser(), reader));
    assertThat(reader.entries()).hasSizeLessThanOrEqualTo((int) MEMORY / 48);
  }

  @FuzzTest
  void devices(byte[] input) {
    var reader = new AllocatableReader(Defaults.kubelet());
    read(input, new ElementStream<>("device", ContainerDevices.parser(), reader));
    reader.known();
  }

  /** The first byte says how large the parts are. */
  private static void read(byte[] input, ElementStream<?> stream) {
    var message = new GrpcMessage(stream);
    int size = input.length == 0 ? 1 : 1 + (input[0] & 0xFF);
    try {
      for (int at = 1; at < input.length; at += size) {
        message.accept(ByteBuffer.wrap(input, at, Math.min(size, input.length - at)));
      }
      message.end();
    } catch (KubeletException refused) {
      FuzzInputs.requireLine(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfPods() {
    FuzzInputs.feed(KubeletAnswerFuzzTest.class, "pods", this::pods);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfDevices() {
    FuzzInputs.feed(KubeletAnswerFuzzTest.class, "devices", this::devices);
  }
}
