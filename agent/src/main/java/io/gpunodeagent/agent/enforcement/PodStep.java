// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.cluster.pods.PodEvent;
import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.sources.PodInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to do next. */
sealed interface PodStep {

  /** Nothing before then, unless there is a new state. */
  record Wait(Duration until) implements PodStep {}

  /** What is done to one pod. */
  sealed interface ToPod extends PodStep {

    PodTarget pod();

    /** What it is done for, most recent first; empty when nothing is decided any more. */
    List<PodDecision> decisions();

    /** Whether it is only reported. */
    boolean dryRun();

    /** What it is called in metrics and in the audit log. */
    PodAction action();
  }

  /**
   * Make the agent's annotations these.
   *
   * @param judged the pod as it was judged; empty when annotations are only taken back
   */
  record Annotate(
      PodTarget pod,
      PodAction action,
      Map<String, String> wanted,
      Optional<PodInfo> judged,
      List<PodDecision> decisions,
      boolean dryRun)
      implements ToPod {

    public Annotate {
      wanted = Map.copyOf(wanted);
      decisions = List.copyOf(decisions);
    }
  }

  /** Record this Event. */
  record Event(PodTarget pod, PodEvent event, List<PodDecision> decisions, boolean dryRun)
      implements ToPod {

    public Event {
      decisions = List.copyOf(decisions);
    }

    @Override
    public PodAction action() {
      return PodAction.EVENT;
    }
  }

  /** Evict it. */
  record Evict(PodTarget pod, PodInfo judged, PodDecision decision, boolean dryRun)
      implements ToPod {

    @Override
    public List<PodDecision> decisions() {
      return List.of(decision);
    }

    @Override
    public PodAction action() {
      return PodAction.EVICT;
    }
  }
}
