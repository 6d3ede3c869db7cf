// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards are what {@link Dashboards} makes, and ask for nothing that is not served. */
class DashboardsTest {

  /** Prometheus' own. */
  private static final Set<String> PROMETHEUS = Set.of("up", "ALERTS");

  @Test
  void theFilesAreWhatIsMade() {
    for (var dashboard : Dashboards.ALL) {
      Golden.matches("dashboards/" + dashboard.name() + ".json", dashboard.json());
    }
    assertThat(RuleFiles.list(RuleFiles.ROOT.resolve("dashboards"), ".json"))
        .hasSameSizeAs(Dashboards.ALL);
  }

  @Test
  void grafanasOwnTypesHaveEveryFieldOfThem(@TempDir Path folder) throws IOException {
    var schema = new GoProgram("schema");
    var files = RuleFiles.list(RuleFiles.ROOT.resolve("dashboards"), ".json");
    var said = schema.run(files.stream().map(Path::toString).toList(), "");
    assertThat(said.text()).isEmpty();
    assertThat(said.code()).isZero();

    var wrong = Files.readString(files.getFirst()).replace("\"graphMode\"", "\"grahpMode\"");
    var file = Files.writeString(folder.resolve("wrong.json"), wrong);
    var refused = schema.run(List.of(file.toString()), "");
    assertThat(refused.text()).contains("unexpected field 'grahpMode'");
    assertThat(refused.code()).isEqualTo(1);
  }

  @Test
  void everyPanelSaysWhatItShows() {
    for (var dashboard : Dashboards.ALL) {
      for (var panel : dashboard.rows().values().stream().flatMap(List::stream).toList()) {
        assertThat(panel.says()).as(dashboard.name() + " " + panel.title()).isNotBlank();
      }
    }
  }

  @Test
  void eachQueryAsksOnlyForWhatTheCatalogueDeclares() {
    var expressions = new LinkedHashSet<String>();
    Expressions.ofDashboards().forEach(each -> expressions.add(each.expression()));
    Expressions.ofAnnotations().forEach(each -> expressions.add(each.expression()));
    RuleFiles.all().forEach(rule -> expressions.add(rule.expression()));
    Expressions.ofDocuments().forEach(each -> expressions.add(each.expression()));
    var known = new LinkedHashSet<>(Declared.served());
    RuleFiles.all().forEach(rule -> rule.record().ifPresent(known::add));
    known.addAll(PROMETHEUS);
    PromQl.metrics(expressions)
        .forEach((expression, metrics) -> assertThat(known).as(expression).containsAll(metrics));
  }
}
