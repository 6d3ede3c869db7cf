// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What processes and container runtimes can write into files of {@code /proc}. */
class ProcFuzzTest {

  @FuzzTest
  void cgroups(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    CgroupPath.owner(text, CgroupAnchor.host());
    CgroupPath.owner(text, CgroupAnchor.of(text));
    InitCgroup.isOfNode(text, text);
  }

  @FuzzTest
  void stat(byte[] input) {
    StatLine.parse(input, input.length)
        .ifPresent(line -> assertThat(line.startTicks()).isNotNegative());
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfCgroups() {
    FuzzInputs.feed(ProcFuzzTest.class, "cgroups", this::cgroups);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfStat() {
    FuzzInputs.feed(ProcFuzzTest.class, "stat", this::stat);
  }
}
