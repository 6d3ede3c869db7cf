// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.labels.syntax.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that the admission policy allows are those the agent publishes. */
class PolicyKeysTest {

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Of hosts that lend virtual GPUs, and of fabrics that no shipped scenario has. */
  private static final List<String> RARE =
      List.of(
          "nvidia.com/vgpu.host-driver-version",
          "nvidia.com/vgpu.host-driver-branch",
          "nvidia.com/gpu.clique",
          "gpu-node-agent.io/gpu.health");

  @Test
  void everyLabelOfEveryScenarioIsAllowed() throws IOException {
    assertThat(published("")).hasSizeGreaterThan(100).allMatch(key -> allowed("labelKeys", key));
    assertThat(published("@ "))
        .contains(TopologyLabels.ANNOTATION, MigLayoutLabels.ANNOTATION)
        .allMatch(key -> allowed("annotationKeys", key));
    for (var state : GpuState.values()) {
      assertThat(allowed("labelKeys", Keys.PREFIX + "gpu." + state.label())).isTrue();
    }
    assertThat(RARE).allMatch(key -> allowed("labelKeys", key));
    assertThat(literals("conditionType")).isEqualTo(NodeCondition.TYPE);
  }

  /** Each word of the policy is in some key: it allows nothing that nobody writes. */
  @Test
  void nothingElseIsNamed() throws IOException {
    var keys = published("");
    keys.addAll(RARE);
    for (var state : GpuState.values()) {
      keys.add(Keys.PREFIX + "gpu." + state.label());
    }
    var all = String.join("\n", keys);
    var words = literals("labelKeys").replaceAll("\\[[^]]*][+*]?|\\\\.", " ").split("[^a-z-]+", -1);
    assertThat(words).filteredOn(word -> !word.isEmpty()).allMatch(all::contains);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nvidia.com/mig.config",
        "nvidia.com/mig.config.state",
        "nvidia.com/gpu.deploy.driver",
        "nvidia.com/gpu.workload.config",
        "nvidia.com/gpu.present",
        "nvidia.com/device-plugin.config",
        "nvidia.com/mig-x.config",
        "gpu-node-agent.io/run",
        "gpu-node-agent.io/",
        "a.gpu-node-agent.io/gpu.health",
        "xnvidia.com/gpu.count",
        "kubernetes.io/hostname",
      })
  void ordersToOthersAreNot(String key) throws IOException {
    assertThat(allowed("labelKeys", key)).isFalse();
  }

  /** The keys in the golden files of all scenarios, labels or what is marked otherwise. */
  private static Set<String> published(String mark) throws IOException {
    var keys = new TreeSet<String>();
    var key =
        Pattern.compile("(?:[+-] )?" + mark + "(?<key>[a-z][a-z0-9.-]*(/[A-Za-z0-9._-]+)?)=.*");
    try (var files = Files.list(ROOT.resolve("agent/src/test/resources/labels"))) {
      for (var file : files.toList()) {
        for (var line : Files.readAllLines(file)) {
          var match = key.matcher(line);
          if (match.matches()) {
            keys.add(match.group("key"));
          }
        }
      }
    }
    return keys;
  }

  private static boolean allowed(String variable, String key) {
    try {
      return Pattern.compile(literals(variable)).matcher(key).find();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The text of a variable of the policy for Nodes. */
  private static String literals(String variable) throws IOException {
    var policy = Files.readString(ROOT.resolve("deploy/base/admission-policy.yaml"));
    var from = policy.indexOf("- name: " + variable + "\n");
    assertThat(from).isPositive();
    var expression =
        policy.substring(policy.indexOf("expression:", from), policy.indexOf("- name:", from + 1));
    return LITERAL
        .matcher(expression)
        .results()
        .map((MatchResult literal) -> literal.group(1).replace("\\\\", "\\"))
        .collect(Collectors.joining());
  }
}
