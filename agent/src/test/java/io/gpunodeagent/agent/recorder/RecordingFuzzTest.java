// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recordings, which people copy from node to node. */
class RecordingFuzzTest {

  @FuzzTest
  void recording(byte[] input) {
    try {
      RecordingFolder.parse(input);
      RecordingFolder.check(input);
    } catch (UnusableRecordingException refused) {
      FuzzInputs.requireLine(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfRecording() {
    FuzzInputs.feed(RecordingFuzzTest.class, "recording", this::recording);
  }
}
