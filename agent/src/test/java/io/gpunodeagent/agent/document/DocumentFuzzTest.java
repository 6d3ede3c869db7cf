// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** YAML and JSON of others, before anybody asks for a key. */
class DocumentFuzzTest {

  @FuzzTest
  void yaml(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    var problems = new ArrayList<Problem>();
    var whole = YamlDocument.read("a.yaml", text, YamlSchema.OWN, problems::add);
    assertThat(whole.isPresent() || !problems.isEmpty()).isTrue();
    YamlDocument.first("a.yaml", text, YamlSchema.OWN, problems::add);
    problems.forEach(problem -> FuzzInputs.requireLine(problem.line()));
  }

  @FuzzTest
  void json(byte[] input) {
    try {
      JsonDocument.read(input);
      JsonDocument.readUntil(input, "events");
    } catch (RefusedException refused) {
      FuzzInputs.requireLine(refused.problem().line());
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfYaml() {
    FuzzInputs.feed(DocumentFuzzTest.class, "yaml", this::yaml);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfJson() {
    FuzzInputs.feed(DocumentFuzzTest.class, "json", this::json);
  }
}
