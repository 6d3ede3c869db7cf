// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.simulation.Shipped;
import io.gpunodeagent.simulation.spi.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenario files: played, or refused in one line. */
class ScenarioFuzzTest {

  @TempDir private Path folder;

  @FuzzTest
  void scenario(byte[] input) throws IOException {
    var file = Files.write(folder.resolve("s.yaml"), input);
    try {
      ScenarioReader.read(file, Shipped.catalogue());
    } catch (ScenarioException refused) {
      FuzzInputs.requireLine(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfScenario() {
    FuzzInputs.feed(ScenarioFuzzTest.class, "scenario", 3000, this::scenario);
  }
}
