// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration: refused with lines that name what is wrong, or taken as a whole. */
class ConfigurationFuzzTest {

  @TempDir private Path folder;

  @FuzzTest
  void file(byte[] input) throws IOException {
    var file = Files.write(folder.resolve("agent.yaml"), input);
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "node-a", false);
    switch (ConfigLoader.load(sources)) {
      case Outcome.Invalid invalid ->
          Problem.lines(invalid.problems()).forEach(FuzzInputs::requireLine);
      case Outcome.Valid valid -> Problem.lines(valid.warnings()).forEach(FuzzInputs::requireLine);
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfFile() {
    FuzzInputs.feed(ConfigurationFuzzTest.class, "file", 2000, this::file);
  }
}
