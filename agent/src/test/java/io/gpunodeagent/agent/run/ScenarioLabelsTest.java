// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.labels.LabelSet;
import io.gpunodeagent.core.labels.Labels;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.plugin.Sharing.Replicated;
import io.gpunodeagent.core.labels.plugin.Sharing.Resource;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The labels of whole machines, for every scenario, MIG strategy and way of sharing. The first of
 * each strategy is written out, the others as what differs from it: keys and values of {@code @}
 * are annotations, of {@code ?} unknown, of {@code !} problems.
 */
class ScenarioLabelsTest {

  private static final List<Resource> RESOURCES =
      List.of(
          new Resource("nvidia.com/gpu", 4),
          new Resource("nvidia.com/mig-1g.5gb", 2),
          new Resource("nvidia.com/mig-3g.20gb", 3));

  private static final Map<String, Sharing> SHARINGS = new LinkedHashMap<>();

  static {
    SHARINGS.put("time-slicing", timeSlicing(false));
    SHARINGS.put("time-slicing, renamed", timeSlicing(true));
    SHARINGS.put(
        "MPS", new Sharing(Optional.empty(), Optional.of(new Replicated(false, true, RESOURCES))));
  }

  @TempDir private Path folder;

  private static Sharing timeSlicing(boolean renamed) {
    return new Sharing(Optional.of(new Replicated(renamed, false, RESOURCES)), Optional.empty());
  }

  static List<String> scenarios() {
    return ScenarioNodes.names();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aMachineIsLabelledTheSameEveryTime(String scenario) {
    var node = ScenarioNodes.sample(scenario, folder);
    var text = new StringBuilder();
    for (var strategy : MigStrategy.values()) {
      var unshared = labels(node, strategy, Sharing.none());
      text.append(heading(strategy, "nothing shared")).append(whole(unshared));
      SHARINGS.forEach(
          (name, sharing) ->
              text.append(heading(strategy, name))
                  .append(difference(unshared, labels(node, strategy, sharing))));
    }
    Golden.matches("agent/src/test/resources/labels/" + scenario + ".txt", text.toString());
  }

  private static String heading(MigStrategy strategy, String sharing) {
    return "== MIG strategy " + strategy.text() + ", " + sharing + "\n";
  }

  private static LabelSet labels(NodeSnapshot node, MigStrategy strategy, Sharing sharing) {
    var defaults = Defaults.labels();
    return Labels.of(
        node,
        ScenarioNodes.facts(node),
        new LabelsConfig(
            defaults.owner(),
            Optional.of(strategy),
            new PluginConfig(Optional.empty(), false, Optional.empty(), sharing),
            true,
            true,
            true,
            defaults.hold()));
  }

  private static String whole(LabelSet set) {
    var text = new StringBuilder();
    set.labels().forEach((key, value) -> line(text, "", key + "=" + value));
    set.annotations().forEach((key, value) -> line(text, "@ ", key + "=" + value));
    set.unknown().forEach(key -> line(text, "? ", key));
    set.problems().forEach(problem -> line(text, "! ", problem.line()));
    return text.toString();
  }

  private static String difference(LabelSet from, LabelSet to) {
    var before = whole(from).lines().toList();
    var after = whole(to).lines().toList();
    var text = new StringBuilder();
    before.stream().filter(line -> !after.contains(line)).forEach(one -> line(text, "- ", one));
    after.stream().filter(line -> !before.contains(line)).forEach(one -> line(text, "+ ", one));
    return text.toString();
  }

  private static void line(StringBuilder text, String mark, String line) {
    text.append(mark).append(line).append('\n');
  }
}
