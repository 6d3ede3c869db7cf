// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.plugin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.core.document.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The device plugin's configuration. */
class PluginFileFuzzTest {

  @FuzzTest
  void config(byte[] input) {
    var read = PluginFile.read("ConfigMap a/b", new String(input, StandardCharsets.UTF_8));
    Stream.of(read.refused(), read.ignored())
        .flatMap(List::stream)
        .map(Problem::line)
        .forEach(FuzzInputs::requireLine);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfConfig() {
    FuzzInputs.feed(PluginFileFuzzTest.class, "config", this::config);
  }
}
