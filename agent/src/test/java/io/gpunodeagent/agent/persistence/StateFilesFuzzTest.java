// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files of state, torn or written by others: what is read of them can be written and read again.
 */
class StateFilesFuzzTest {

  @FuzzTest
  void usage(byte[] input) throws UnusableException {
    RememberedJson.Content found;
    try {
      found = RememberedJson.read(input, Memories.BOOT, Memories.NOW);
    } catch (UnusableException refused) {
      FuzzInputs.requireLine(refused.getMessage());
      return;
    }
    found.faults().forEach(FuzzInputs::requireLine);
    var again = RememberedJson.write(found.memory(), Memories.NOW);
    var reread = RememberedJson.read(again, Memories.BOOT, Memories.NOW);
    assertThat(reread.faults()).isEmpty();
    assertThat(reread.memory()).isEqualTo(found.memory());
  }

  @FuzzTest
  void events(byte[] input) throws UnusableException {
    try {
      var found = EventFileJson.read(EventFileJson.write(EventFileJson.read(input)));
      assertThat(EventFileJson.read(EventFileJson.write(found))).isEqualTo(found);
    } catch (UnusableException refused) {
      FuzzInputs.requireLine(refused.getMessage());
    }
  }

  @FuzzTest
  void shaping(byte[] input) throws UnusableException {
    try {
      var found = ShapingJson.read(input, Memories.BOOT);
      var again = ShapingJson.write(found, Memories.BOOT);
      assertThat(ShapingJson.read(again, Memories.BOOT)).isEqualTo(found);
    } catch (UnusableException refused) {
      FuzzInputs.requireLine(refused.getMessage());
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfUsage() {
    FuzzInputs.feed(StateFilesFuzzTest.class, "usage", 5000, this::usage);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfEvents() {
    FuzzInputs.feed(StateFilesFuzzTest.class, "events", this::events);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfShaping() {
    FuzzInputs.feed(StateFilesFuzzTest.class, "shaping", this::shaping);
  }
}
