// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What nvidia-smi answers. */
class SmiAnswerFuzzTest {

  @FuzzTest
  void answer(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    for (int exitCode = 0; exitCode < 5; exitCode++) {
      switch (SmiAnswer.timeSlice(exitCode, text)) {
        case Actual.Unknown unknown -> FuzzInputs.requireLine(unknown.reason());
        case Actual.Unsupported unsupported -> FuzzInputs.requireLine(unsupported.reason());
        case Actual.Known _ -> assertThat(exitCode).isZero();
      }
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfAnswer() {
    FuzzInputs.feed(SmiAnswerFuzzTest.class, "answer", this::answer);
  }
}
