// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was decided on a node of which everything is known, such as a simulated one, made into the
 * report of a replay. Confined to one thread.
 */
public final class Recording {

  private final DecisionFollower following;
  private Optional<Instant> first = Optional.empty();
  private long snapshots;

  /** A recording of nothing yet. */
  public Recording(String node) {
    var nothing = AttributedSnapshot.starting(NodeSnapshot.starting(Instant.EPOCH, false));
    following = new DecisionFollower(node, nothing, Set.of());
  }

  /** Whether there was no snapshot yet. */
  public boolean empty() {
    return snapshots == 0;
  }

  /** A snapshot, with what was made of it; later than those before. */
  public void take(AttributedSnapshot attributed, Usage usage, Policies policies) {
    snapshots++;
    first = first.or(() -> Optional.of(attributed.node().takenAt()));
    following.take(attributed, usage, policies, false);
  }

  /** What came of it. */
  public ReplayReport report() {
    var findings = following.findings();
    return new ReplayReport(
        ReplayReport.sorted(findings.episodes()),
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.copyOf(findings.uncorroborated()),
        new ReplayReport.Sums(1, snapshots, findings.watched(), first));
  }
}
