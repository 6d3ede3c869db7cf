// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcMessageTest {

  private final Collected content = new Collected();
  private final GrpcMessage message = new GrpcMessage(content);

  @Test
  void theContentIsTheSameHoweverItArrives() throws KubeletException {
    var framed = GrpcMessage.framed(new byte[] {1, 2, 3});
    while (framed.hasRemaining()) {
      message.accept(ByteBuffer.wrap(new byte[] {framed.get()}));
    }
    message.end();
    assertThat(content.bytes.toByteArray()).containsExactly(1, 2, 3);
    assertThat(content.ended).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,0,0,0,1     | the answer is compressed, which was not offered",
        "0,1,0,0,1     | an answer of 16777217 bytes; the limit is 16777216",
        "0,-1,-1,-1,-1 | an answer of 4294967295 bytes; the limit is 16777216",
        "0,0,0,0,1,7,7 | the answer is longer than it says",
        "0,0,0,0,2,7   | the answer is incomplete",
        "0,0,0,0       | the answer is incomplete",
      })
  void aMessageThatIsNotWhatItSaysIsRefused(String bytes, String reason) {
    var answer = ByteBuffer.allocate(16);
    for (var value : bytes.split(",", -1)) {
      answer.put(Byte.parseByte(value.strip()));
    }
    assertThatThrownBy(
            () -> {
              message.accept(answer.flip());
              message.end();
            })
        .isInstanceOf(KubeletException.class)
        .hasMessage(reason);
  }

  private static final class Collected implements AnswerPart {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    @Override
    public void accept(ByteBuffer part) {
      while (part.hasRemaining()) {
        bytes.write(part.get());
      }
    }

    @Override
    public void end() {
      ended = true;
    }
  }
}
