// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check-config --explain}. */
class ExplainTest {

  @TempDir private Path folder;

  @Test
  void everyPodIsToldWithItsRuleAndWhatKeptOthersFromMatching() throws IOException {
    var file = folder.resolve("agent.yaml");
    Files.writeString(
        file,
        """
        policies:
          idle:
            - {name: elsewhere, idleAfter: 1h, match: {namespaces: [nowhere]}}
            - {name: outside, idleAfter: 1h, match: {gpuProducts: ["*", "!*H100*"]}}
            - {name: everyone, idleAfter: 1h, action: evict}
            - {name: never, idleAfter: 1h}
          timeSlice:
            - {name: shared, maxHold: 1h, match: {sharing: timeSliced}}
        """);

    var said =
        Shell.plain().run("check-config", "--explain", "--simulate", "k8s-h100-8", file.toString());

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("policies: 4 idle and 1 time-slice rules, dry run on")
        .contains("everyone, evict (not elsewhere: namespaces, outside: gpuProducts !*H100*)")
        .contains("everyone, mark in place of evict", "gang")
        .contains("time-slice: no rule (not shared: sharing)")
        .contains("unused: policies.idle: rule elsewhere matches no pod now")
        .contains("unused: policies.idle: rule never matches no pod now")
        .contains("time-slice: shared, observe")
        .doesNotContain("rule shared matches no pod");
  }

  @Test
  void whatGpusWouldBeSetToIsToldWithWhatSpeaksAgainstIt() throws IOException {
    var file = folder.resolve("agent.yaml");
    Files.writeString(
        file,
        """
        policies:
          timeSlice:
            - name: shop
              match: {namespaces: [shop]}
              device: {timeSlice: short, computeMode: exclusiveProcess}
            - {name: rest, device: {timeSlice: long}}
        """);

    var said =
        Shell.plain()
            .run("check-config", "--explain", "--simulate", "k8s-t4-timesliced", file.toString());

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("GPU 0: time slice: short by shop, though rest asks for long")
        .contains(
            "GPU 0: compute mode: exclusiveProcess by shop, refused: the GPU is given out in");
  }

  /** The example of the documents, of a namespace that the scenario has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"*\", \"!prod\" | no rule (not notebooks: namespaces !research)",
        "\"!prod\" | no rule (not notebooks: namespaces !research)",
        "\"*\" | notebooks, observe",
      })
  void everyNamespaceButOneIsWrittenAsDocumented(String patterns, String ofThatOne)
      throws IOException {
    var documented = example("namespaces: [\"*\", \"!prod\"]");
    var file = folder.resolve("agent.yaml");
    Files.writeString(
        file, documented.replace("\"*\", \"!prod\"", patterns).replace("prod", "research"));

    var said =
        Shell.plain().run("check-config", "--explain", "--simulate", "k8s-h100-8", file.toString());

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("research/llm-pretrain-worker-0\n  idle: " + ofThatOne + "\n")
        .contains("serving/chat-7f9c6d5b4-m2x8k\n  idle: notebooks, observe\n");
  }

  private static String example(String part) {
    return Documents.all().stream()
        .flatMap(file -> Documents.blocks(file).stream())
        .map(block -> block.piece().text())
        .filter(text -> text.contains(part))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutAClusterThatIsSaid() throws IOException {
    var file = folder.resolve("agent.yaml");
    Files.writeString(file, "policies: {idle: [{name: a, idleAfter: 1h}]}\n");

    var said =
        Shell.plain().run("check-config", "--explain", "--simulate", "hgx-h100-8", file.toString());

    assertThat(said.out())
        .contains("API server: not asked")
        .contains("no pod holds a GPU now")
        .contains("unused: policies.idle: rule a matches no pod now");
  }
}
