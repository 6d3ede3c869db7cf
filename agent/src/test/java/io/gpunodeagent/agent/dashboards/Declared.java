// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Series that {@code docs/metrics.md}, which a test holds to the catalogue, says are served. */
final class Declared {

  /** DCGM's names are served by default only where they are bold; the agent's own always. */
  private static final Pattern ROW = Pattern.compile("\\| (?:\\*\\*`(DCGM_\\w+)`|`(gpu_\\w+)`)");

  private Declared() {}

  static Set<String> served() {
    try (var lines = Files.lines(RuleFiles.ROOT.resolve("docs/metrics.md"))) {
      var names =
          lines
              .map(ROW::matcher)
              .filter(Matcher::lookingAt)
              .map(row -> row.group(1) == null ? row.group(2) : row.group(1))
              .collect(Collectors.toSet());
      assertThat(names)
          .contains("DCGM_FI_DEV_GPU_UTIL", "gpu_allocation_info", "gpu_node_agent_build_info");
      return names;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
