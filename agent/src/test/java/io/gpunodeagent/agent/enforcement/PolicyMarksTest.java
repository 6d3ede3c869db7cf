// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyMarksTest {

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

  @Test
  void theAdmissionPolicyAllowsTheMarksAndNoOtherAnnotation() throws Exception {
    var prefix = "gpu-node-agent.io/";
    var names =
        Stream.of(Marks.IDLE_SINCE, Marks.RECLAIM_AT, Marks.RECLAIMABLE)
            .peek(mark -> assertThat(mark).startsWith(prefix))
            .map(mark -> mark.substring(prefix.length()))
            .collect(Collectors.joining("|"));
    assertThat(Files.readString(ROOT.resolve("deploy/base/admission-policy.yaml")))
        .contains("expression: '\"^gpu-node-agent\\\\.io/(" + names + ")$\"'");
  }
}
