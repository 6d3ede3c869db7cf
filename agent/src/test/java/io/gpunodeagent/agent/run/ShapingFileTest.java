// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.RawValue;
import io.gpunodeagent.agent.config.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs may touch the machine's file of settings. */
class ShapingFileTest {

  @TempDir private Path folder;

  private static Optional<Path> file(Optional<Path> configuration, Map<String, RawValue> options) {
    var sources = new Sources(configuration, Map.of(), options, Optional.empty(), "node-7", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> DeviceEnforcement.config(valid, sources).stateFile();
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  @Test
  void aRunWithoutAConfigurationKeepsNothing() {
    assertThat(file(Optional.empty(), Map.of())).isEmpty();
  }

  @Test
  void aRunWithAConfigurationKeepsTheMachinesFile() throws Exception {
    var configuration = Files.writeString(folder.resolve("agent.yaml"), "{}");
    assertThat(file(Optional.of(configuration), Map.of()))
        .contains(Path.of("/var/lib/gpu-node-agent-shaping/state.json"));
  }

  @Test
  void aFileThatIsNamedIsKept() {
    var named = Sources.option("--state", "/elsewhere/shaping.json");
    assertThat(file(Optional.empty(), Map.of("shaping.stateFile", named)))
        .contains(Path.of("/elsewhere/shaping.json"));
  }
}
