// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunbooksTest {

  @Test
  void eachAlertHasItsPageAndEachPageItsAlert() {
    var pages =
        RuleFiles.list(RuleFiles.ROOT.resolve("docs/runbooks"), ".md").stream()
            .map(page -> "docs/runbooks/" + page.getFileName())
            .toList();
    assertThat(RuleFiles.alerts())
        .allSatisfy(
            alert ->
                assertThat(alert.annotations().get("runbook_url"))
                    .isEqualTo("docs/runbooks/" + alert.alert().orElseThrow() + ".md"));
    assertThat(RuleFiles.alerts().stream().map(alert -> alert.annotations().get("runbook_url")))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(pages);
  }

  @Test
  void aPageSaysWhatItMeansWhatToLookAtAndWhatToDo() throws IOException {
    for (var page : RuleFiles.list(RuleFiles.ROOT.resolve("docs/runbooks"), ".md")) {
      var name = page.getFileName().toString().replace(".md", "");
      assertThat(Files.readString(page))
          .as(name)
          .startsWith("# " + name + "\n")
          .contains("\n## Meaning\n", "\n## Look\n", "\n## Do\n");
    }
  }

  @Test
  void eachAlertHasASeverityASummaryAndADescription() {
    assertThat(RuleFiles.alerts())
        .isNotEmpty()
        .allSatisfy(
            alert -> {
              assertThat(Set.of("info", "warning", "critical"))
                  .contains(alert.labels().get("severity"));
              assertThat(alert.annotations()).containsKeys("summary", "description");
            });
  }
}
