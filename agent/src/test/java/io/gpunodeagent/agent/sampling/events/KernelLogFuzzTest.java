// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel log, to which others write as well. */
class KernelLogFuzzTest {

  @FuzzTest
  void log(byte[] input) {
    var messages = new KernelMessages();
    var splitter =
        new LineSplitter(
            line ->
                messages
                    .of(line)
                    .forEach(
                        message -> {
                          if (message instanceof KernelXid xid) {
                            assertThat(xid.code()).isNotNegative();
                          }
                        }));
    splitter.accept(ByteBuffer.wrap(input));
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfLog() {
    FuzzInputs.feed(KernelLogFuzzTest.class, "log", this::log);
  }
}
