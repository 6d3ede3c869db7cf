// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SourceChoiceTest {

  private static final String KUBECONFIG = "/etc/kubernetes/real";

  @Test
  void anAgentOnHardwarePublishesWhereItIsTold() {
    var choice = choice(Map.of("cluster.nodeName", "n1", "publishing.dryRun", "false"));
    assertThat(choice.publishing().sink()).isEqualTo(new Sink.Node());
    assertThat(choice.publishedTo().nodeName()).isEqualTo("n1");
  }

  @Test
  void aSimulationWithoutAClusterPublishesNowhereEvenWhereOneIsNamed() {
    for (var sink : new String[] {"node", "features-file"}) {
      var choice =
          choice(
              Map.of(
                  "nvml.simulate", "hgx-h100-8",
                  "cluster.nodeName", "n1",
                  "cluster.kubeconfig", KUBECONFIG,
                  "publishing.sink", sink,
                  "publishing.dryRun", "false"));
      assertThat(choice.publishing().sink()).as(sink).isEqualTo(new Sink.None());
      assertThat(choice.publishedTo().nodeName()).isEmpty();
      assertThat(choice.sources().cluster().kubeconfig())
          .as("what is named is asked all the same")
          .contains(Path.of(KUBECONFIG));
    }
  }

  @Test
  void aSimulationOfGpusAloneAsksThisNode() {
    var gpusAlone =
        Map.of(
            "nvml.simulate", "hgx-h100-8",
            "nvml.simulateNode", "false",
            "cluster.nodeName", "n1");
    var choice = choice(gpusAlone);
    assertThat(choice.sources()).isEqualTo(choice.valid().config().sources());
    assertThat(choice.enforcedIn().nodeName()).isEqualTo("n1");
    assertThat(choice.persistence()).isEqualTo(choice.valid().config().persistence());
    assertThat(choice.publishing().sink())
        .as("made-up labels are written on demand only")
        .isEqualTo(new Sink.None());
  }

  @Test
  void aSimulationIsToldToPublishToTheConfiguredCluster() {
    var choice =
        choice(
            Map.of(
                "nvml.simulate", "hgx-h100-8",
                "cluster.nodeName", "n1",
                "cluster.kubeconfig", KUBECONFIG,
                "publishing.simulations", "true"));
    assertThat(choice.publishing().sink()).isEqualTo(new Sink.Node());
    assertThat(choice.publishedTo().kubeconfig()).contains(Path.of(KUBECONFIG));
    assertThat(choice.publishedTo().nodeName()).isEqualTo("n1");
  }

  private static SourceChoice choice(Map<String, String> settings) {
    var options =
        settings.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, setting -> Sources.option("test", setting.getValue())));
    var simulator = Simulator.in(Path.of(System.getProperty("nvml.simulator.directory"), "lib"));
    var sources = new Sources(Optional.empty(), Map.of(), options, simulator, "host", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> new SourceChoice(valid, Optional.empty());
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }
}
