// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.agent.recorder.UnusableRecordingException;
import io.gpunodeagent.core.FuzzInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A recording as text for a terminal, whatever is in it. */
class RecordingTextFuzzTest {

  @FuzzTest
  void shown(byte[] input) {
    try {
      var recording = RecordingFolder.parse(input);
      RecordingText.write(recording, new Look(false, false, true), true)
          .lines()
          .forEach(line -> {});
    } catch (UnusableRecordingException refused) {
      FuzzInputs.requireLine(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfShown() {
    FuzzInputs.feed(RecordingTextFuzzTest.class, "shown", 3000, this::shown);
  }
}
