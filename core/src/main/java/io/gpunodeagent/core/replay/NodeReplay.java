// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.attribution.AttributionInputs;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.Policies.Judged;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.replay.DecisionFollower.Findings;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.SamplePeriod;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.time.Instant;

/** The frames of one node, judged one after the other. Confined to one thread. */
final class NodeReplay {

  private final PolicyRules rules;
  private final UsageRules by;
  private final ReplayedPods tenants = new ReplayedPods();
  private final Reconstruction reconstruction = new Reconstruction();
  private final DecisionFollower following;
  private AttributedSnapshot attributed;
  private Usage usage = Usage.none();
  private Policies policies = Policies.none();
  private Instant latest = Instant.MIN;

  /**
   * A node before its first frame.
   *
   * @param period between its samples
   */
  NodeReplay(String node, ScreenedRules screened, Duration period) {
    rules = screened.rules();
    by = UsageRules.defaults(period);
    attributed = AttributedSnapshot.starting(NodeSnapshot.starting(Instant.EPOCH, false));
    following = new DecisionFollower(node, attributed, screened.unjudged().keySet());
  }

  /** One frame more; one that is not later than the one before is left out. */
  void take(Frame frame) {
    if (!frame.at().isAfter(latest)) {
      return;
    }
    boolean gap =
        latest.equals(Instant.MIN)
            || SamplePeriod.of(by.period()).isGap(Duration.between(latest, frame.at()).toNanos());
    latest = frame.at();
    var here = tenants.after(frame);
    var pods =
        new Pods(new SourceState.Up(frame.at()), here.stream().map(ReplayedPod::info).toList());
    var inputs =
        new AttributionInputs(
            reconstruction.snapshot(frame, here),
            Reconstruction.allocations(frame, here),
            DraDevices.off(),
            ProcessTable.off(),
            pods);
    attributed = Attribution.join(inputs, attributed);
    usage = usage.after(attributed, pods, by);
    var judged = new Judged(usage, by, Health.unknown(frame.at()));
    policies = policies.after(attributed, pods, judged, rules);
    following.take(attributed, usage, policies, gap);
  }

  /** What came of it up to now. */
  Findings findings() {
    return following.findings();
  }
}
