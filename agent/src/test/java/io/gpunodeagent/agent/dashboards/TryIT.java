// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dashboards/try} with the image as it is shipped, for half a minute. */
@Timeout(300)
class TryIT {

  @TempDir private Path folder;

  @Test
  void nothingIsWrong() throws IOException, InterruptedException {
    Promtool.require("prometheus");
    Promtool.require("python3");
    assumeTrue(
        Files.exists(RuleFiles.ROOT.resolve("agent/target/image/bin")),
        "the image is not built: mvn package makes it");
    var command = RuleFiles.ROOT.resolve("dashboards/try").toString();
    var started =
        new ProcessBuilder(command, "--minutes", "0.6", "--out", folder.toString())
            .redirectErrorStream(true);
    // Other tests of this process have told the simulated library of clocks and scenarios of
    // theirs.
    started.environment().keySet().removeIf(name -> name.startsWith("NVML_SIMULATOR_"));
    var process = started.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).endsWith("0 wrong\n");
  }
}
