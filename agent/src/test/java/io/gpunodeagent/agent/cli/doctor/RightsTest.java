// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigSource;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.core.labels.plugin.PluginChoice;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RightsTest {

  private static final Path DEPLOY =
      Path.of(System.getProperty("repository.root", "..")).resolve("deploy");
  private static final ClusterConfig CLUSTER = Defaults.cluster("n1");
  private static final PublishingConfig LIVE = Defaults.publishing().dryRun(false);

  @TempDir private Path folder;

  @Test
  void whatIsExaminedIsWhatTheShippedRolesGrant() throws IOException {
    var base = new ArrayList<>(Rights.ofReading(CLUSTER));
    base.addAll(Rights.ofPublishing(CLUSTER, LIVE));
    assertThat(spelled(base)).isEqualTo(granted("base"));

    var evicting = spelled(Rights.ofPolicies(CLUSTER, rules("evict", false)));
    var policies = granted("components/pod-marks");
    policies.addAll(granted("components/eviction"));
    assertThat(evicting).isEqualTo(policies);

    var feature = new Sink.NodeFeature("nfd");
    assertThat(spelled(Rights.ofPublishing(CLUSTER, LIVE.to(feature))))
        .isEqualTo(granted("components/node-feature"));
    var source =
        new PluginConfigSource(
            "operator", "plugin-config", new PluginChoice(Optional.empty(), List.of()));
    assertThat(spelled(Rights.ofPluginConfig(CLUSTER, source)))
        .isEqualTo(granted("components/plugin-config"));
    assertThat(spelled(Rights.ofTokens(CLUSTER))).isEqualTo(granted("components/metrics-access"));
  }

  @ParameterizedTest
  @CsvSource({
    "observe, false, ''",
    "notify, false, events pods",
    "mark, false, events pods",
    "evict, false, events pods pods/eviction",
    "evict, true, ''"
  })
  void policiesNeedNoMoreThanTheirFurthestActionTakes(
      String action, boolean dryRun, String resources) throws IOException {
    var needed = Rights.ofPolicies(CLUSTER, rules(action, dryRun));
    assertThat(needed.stream().map(Rights.Need::resource).sorted())
        .isEqualTo(resources.isEmpty() ? List.of() : List.of(resources.split(" ", -1)));
  }

  @Test
  void aDryRunOnlyLooks() {
    assertThat(spelled(Rights.ofPublishing(CLUSTER, Defaults.publishing())))
        .containsExactly("get /nodes", "list /nodes", "watch /nodes");
  }

  private PolicyRules rules(String action, boolean dryRun) throws IOException {
    var file = folder.resolve(action + dryRun + ".yaml");
    Files.writeString(
        file,
        "policies: {dryRun: %s, idle: [{name: a, idleAfter: 1h, action: %s}]}\n"
            .formatted(dryRun, action));
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "host", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid.config().policies();
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static Set<String> spelled(List<Rights.Need> needs) {
    var all = new TreeSet<String>();
    for (var need : needs) {
      need.verbs().forEach(verb -> all.add(verb + " " + need.group() + "/" + need.resource()));
    }
    return all;
  }

  /** Without the owners that custom resources define, and without what others are granted. */
  private static Set<String> granted(String part) throws IOException {
    var text = Files.readString(DEPLOY.resolve(part).resolve("rbac.yaml"));
    var all = new TreeSet<String>();
    for (var document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
      if (document instanceof Map<?, ?> object
          && object.get("rules") instanceof List<?> rules
          && !String.valueOf(object.get("metadata")).contains("-workloads")) {
        rules.forEach(rule -> all.addAll(rights((Map<?, ?>) rule)));
      }
    }
    return all;
  }

  private static List<String> rights(Map<?, ?> rule) {
    var all = new ArrayList<String>();
    for (var verb : list(rule, "verbs")) {
      for (var group : list(rule, "apiGroups")) {
        list(rule, "resources").forEach(resource -> all.add(verb + " " + group + "/" + resource));
      }
    }
    return all;
  }

  private static List<?> list(Map<?, ?> rule, String key) {
    return rule.get(key) instanceof List<?> list ? list : List.of();
  }
}
