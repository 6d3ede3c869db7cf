// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.core.document.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code top} reads of an agent, or of what answers in its place. */
class StateReaderFuzzTest {

  @FuzzTest
  void state(byte[] input) {
    try {
      StateReader.read(input);
    } catch (RefusedException refused) {
      FuzzInputs.requireLine(refused.problem().line());
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfState() {
    FuzzInputs.feed(StateReaderFuzzTest.class, "state", this::state);
  }
}
