// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static io.gpunodeagent.agent.enforcement.Judged.decision;
import static io.gpunodeagent.agent.enforcement.Judged.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.agent.enforcement.Result.Outcome;
import io.gpunodeagent.core.policy.decision.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit log: a line for each change and each action. */
class AuditTest {

  private final List<String> lines = new ArrayList<>();
  private final Audit audit = new Audit(lines::add);

  @Test
  void aDecisionIsALineWhenItChangesAndWhenItIsOver() {
    var nb = pod("nb", Map.of());
    audit.decisions(List.of(decision(nb, Stage.WATCHED)));
    audit.decisions(List.of(decision(nb, Stage.WATCHED)));
    audit.decisions(List.of(decision(nb, Stage.ANNOUNCED)));
    audit.decisions(List.of(Judged.unproven(decision(nb, Stage.ANNOUNCED))));
    audit.decisions(List.of());

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1))
        .isEqualTo(
            "{\"audit\":\"decision\",\"dryRun\":false,\"namespace\":\"team-a\",\"pod\":\"nb\","
                + "\"podUid\":\"uid-nb\",\"kind\":\"idle\",\"rule\":\"notebooks\","
                + "\"stage\":\"announced\",\"verdict\":\"met\",\"wanted\":\"evict\","
                + "\"granted\":\"evict\",\"exclusions\":[],"
                + "\"idleSince\":\"2026-05-01T09:00:00Z\",\"reclaimAt\":\"2026-05-01T10:10:00Z\","
                + "\"evidence\":\""
                + decision(nb, Stage.ANNOUNCED).evidence().text()
                + "\"}");
    assertThat(lines.get(2)).contains("\"audit\":\"decision-over\"");
  }

  @Test
  void whatComesToNothingAgainAndAgainIsOneLine() {
    var nb = pod("nb", Map.of());
    var decision = decision(nb, Stage.DUE);
    audit.decisions(List.of(decision));
    lines.clear();
    var evict = new PodStep.Evict(new PodTarget("team-a", "nb", "uid-nb"), nb, decision, false);

    audit.action(evict, Result.of(Outcome.BLOCKED, "budget"));
    audit.action(evict, Result.of(Outcome.BLOCKED, "budget"));
    audit.action(evict, Result.done());

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .contains("\"action\":\"evict\"", "\"outcome\":\"blocked\"", "\"reason\":\"budget\"");
    assertThat(lines.getLast()).contains("\"outcome\":\"done\"").doesNotContain("reason\"");
  }
}
