// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What attribution and process lookup read of a sample is what they ask to be read. */
class NeededSignalsTest {

  private static final Path SOURCES = Path.of(System.getProperty("repository.root", ".."));
  private static final Pattern READ =
      Pattern.compile("\\bget\\(\\s*DeviceSignal\\.([A-Z0-9_]+)|= new GpmSignal\\(([0-9]+)\\)");

  @Test
  void everySignalReadIsPlannedAndNoOther() throws IOException {
    var read = new HashSet<Signal<?>>();
    for (var name :
        new String[] {
          "core/src/main/java/io/gpunodeagent/core/attribution",
          "agent/src/main/java/io/gpunodeagent/agent/processes"
        }) {
      try (var files = Files.walk(SOURCES.resolve(name))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          collect(Files.readString(file), read);
        }
      }
    }
    assertThat(read).isEqualTo(Attribution.SIGNALS);
    assertThat(Attribution.PLAN)
        .isEqualTo(new SamplingPlan(read, SamplingPlan.Processes.UTILIZATION));
  }

  private static void collect(String source, Set<Signal<?>> read) {
    var match = READ.matcher(source);
    while (match.find()) {
      read.add(
          match.group(1) == null
              ? new GpmSignal(Integer.parseInt(match.group(2)))
              : DeviceSignal.valueOf(match.group(1)));
    }
  }
}
