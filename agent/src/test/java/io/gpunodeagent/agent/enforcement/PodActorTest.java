// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.pods.ObservedPod;
import io.gpunodeagent.agent.cluster.pods.PodAnswer;
import io.gpunodeagent.agent.cluster.pods.PodApi;
import io.gpunodeagent.agent.cluster.pods.PodEvent;
import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.agent.enforcement.Result.Outcome;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.sources.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The last looks before an eviction, in their order. */
class PodActorTest {

  private static final String NODE = "node";

  private final PodInfo pod = Judged.pod("nb", Map.of());
  private final List<String> done = new ArrayList<>();
  private Grant grant = new Grant.Stands();
  private Optional<String> outdated = Optional.empty();
  private Optional<String> outdatedOnceRecorded = Optional.empty();

  @Test
  void aPodThatIsStillTheOneThatWasJudgedIsEvicted() throws InterruptedException {
    assertThat(evict()).isEqualTo(Result.done());
    assertThat(done).containsExactly("recorded", "evicted");
  }

  @Test
  void withoutAGrantNothingIsDone() throws InterruptedException {
    grant = new Grant.Ended("gone");
    assertThat(evict()).isEqualTo(Result.of(Outcome.STALE, "gone"));
    grant = new Grant.Unknown("no answer");
    assertThat(evict()).isEqualTo(Result.of(Outcome.FAILED, "no answer"));
    assertThat(done).isEmpty();
  }

  @Test
  void aStateThatNoLongerCallsForItEndsItBeforeAnythingIsRecorded() throws InterruptedException {
    outdated = Optional.of("active again");
    assertThat(evict()).isEqualTo(Result.of(Outcome.STALE, "active again"));
    assertThat(done).isEmpty();
  }

  @Test
  void aStateThatChangesWhileTheEvictionIsRecordedEndsItAndGivesTheBudgetBack()
      throws InterruptedException {
    outdatedOnceRecorded = Optional.of("active again");
    assertThat(evict()).isEqualTo(Result.of(Outcome.STALE, "active again"));
    assertThat(done).containsExactly("recorded", "given back");
  }

  private Result evict() throws InterruptedException {
    var actor = new PodActor(Optional.of(new SeenApi()), NODE, (_, _) -> grant, new Recorder());
    var target = new PodTarget(pod.namespace(), pod.name(), pod.uid());
    return actor.take(new PodStep.Evict(target, pod, Judged.decision(pod, Stage.DUE), false));
  }

  /** A state whose word may change, and a record of what was done. */
  private final class Recorder implements PodActor.Permits {

    @Override
    public Optional<String> outdated(PodStep.Evict step) {
      return outdated;
    }

    @Override
    public Optional<String> take(PodStep.Evict step) {
      done.add("recorded");
      outdated = outdatedOnceRecorded;
      return Optional.empty();
    }

    @Override
    public void giveBack(PodStep.Evict step) {
      done.add("given back");
    }
  }

  /** A server that has the pod and evicts it. */
  private final class SeenApi implements PodApi {

    @Override
    public PodAnswer read(PodTarget target) {
      return new PodAnswer.Seen(new ObservedPod(pod, "7", NODE, false));
    }

    @Override
    public PodAnswer annotate(ObservedPod observed, Map<String, Optional<String>> changes) {
      return new PodAnswer.Done();
    }

    @Override
    public PodAnswer evict(ObservedPod observed) {
      done.add("evicted");
      return new PodAnswer.Done();
    }

    @Override
    public PodAnswer record(PodTarget target, PodEvent event) {
      return new PodAnswer.Done();
    }
  }
}
