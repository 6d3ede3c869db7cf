// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.api.OwnerRef;
import io.gpunodeagent.agent.cluster.pods.OwnerChain.Owner;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo.Gang;
import io.gpunodeagent.core.sources.PodInfo.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a pod up its owners. */
class WorkloadRuleTest {

  /** Owners from the pod's own upwards, as {@code kind.group}; the core group has no dot. */
  @ParameterizedTest
  @CsvSource({
    "ReplicaSet.apps Deployment.apps, Deployment, apps, ALONE",
    "Job.batch CronJob.batch, CronJob, batch, ALONE",
    "StatefulSet.apps Notebook.kubeflow.org, Notebook, kubeflow.org, ALONE",
    "DaemonSet.apps, DaemonSet, apps, ALONE",
    "DaemonSet.apps ClusterPolicy.nvidia.com, ClusterPolicy, nvidia.com, ALONE",
    "ReplicaSet.apps Deployment.apps InferenceService.serving.kserve.io, InferenceService,"
        + " serving.kserve.io, ALONE",
    "PyTorchJob.kubeflow.org, PyTorchJob, kubeflow.org, MEMBER",
    "Job.batch MPIJob.kubeflow.org, MPIJob, kubeflow.org, MEMBER",
    "Job.batch JobSet.jobset.x-k8s.io TrainJob.trainer.kubeflow.org, TrainJob,"
        + " trainer.kubeflow.org, MEMBER",
    "RayCluster.ray.io RayJob.ray.io, RayJob, ray.io, MEMBER",
    "RayCluster.ray.io RayService.ray.io, RayService, ray.io, MEMBER",
    "Job.batch JobSet.jobset.x-k8s.io, JobSet, jobset.x-k8s.io, MEMBER",
    "StatefulSet.apps Pod StatefulSet.apps LeaderWorkerSet.leaderworkerset.x-k8s.io,"
        + " LeaderWorkerSet, leaderworkerset.x-k8s.io, MEMBER",
    "Workflow.argoproj.io, Workflow, argoproj.io, ALONE",
    "Pod SparkApplication.sparkoperator.k8s.io, SparkApplication, sparkoperator.k8s.io, MEMBER",
    "Job.batch.volcano.sh, Job, batch.volcano.sh, MEMBER",
    "PodGroup.scheduling.run.ai, PodGroup, scheduling.run.ai, MEMBER",
    "Thing.example.com, Thing, example.com, ALONE"
  })
  void theTopOfTheChainIsTheWorkload(String owners, String kind, String group, Gang gang) {
    var pod = WorkloadRule.resolve(seen(first(owners), false, false), chain(owners, true));
    assertThat(pod.workload())
        .hasValueSatisfying(
            workload -> {
              assertThat(workload.kind()).isEqualTo(kind);
              assertThat(workload.group()).isEqualTo(group);
              assertThat(workload.ownerKinds())
                  .isEqualTo(references(owners).stream().map(OwnerRef::kind).toList());
            });
    assertThat(pod.gang()).isEqualTo(gang);
  }

  @ParameterizedTest
  @CsvSource({
    // the last owner was read, a mark of a gang, a completion index
    "true,  false, false, ALONE",
    "true,  true,  false, MEMBER",
    "true,  false, true,  UNKNOWN",
    "false, false, false, UNKNOWN",
    "false, true,  false, MEMBER",
    "true,  true,  true,  MEMBER"
  })
  void aPodIsAloneOnlyWhenThatIsProven(
      boolean complete, boolean marked, boolean indexed, Gang gang) {
    var pod =
        WorkloadRule.resolve(
            seen(first("Job.batch"), marked, indexed), chain("Job.batch", complete));
    assertThat(pod.gang()).isEqualTo(gang);
    assertThat(pod.workload()).map(Workload::kind).contains("Job");
  }

  @Test
  void aPodWithoutOwnersIsAloneAndHasNoWorkload() {
    var pod = WorkloadRule.resolve(seen(Optional.empty(), false, false), chain("", true));
    assertThat(pod.workload()).isEmpty();
    assertThat(pod.gang()).isEqualTo(Gang.ALONE);
  }

  @Test
  void aPodWithoutOwnersBelongsToItsGroup() {
    var group = new Workload("kueue.x-k8s.io", "Workload", "g", List.of());
    var bare = seen(Optional.empty(), true, false);
    var pod =
        WorkloadRule.resolve(
            new SeenPod(bare.info(), Optional.empty(), Optional.of(group), true, false),
            chain("", true));
    assertThat(pod.workload()).contains(group);
    assertThat(pod.gang()).isEqualTo(Gang.MEMBER);
  }

  @Test
  void ownersThatOwnEachOtherEnd() {
    var a = new OwnerRef("x/v1", "A", "a", "1");
    var b = new OwnerRef("x/v1", "B", "b", "2");
    var known = Map.of("1", new Owner(Optional.of(b)), "2", new Owner(Optional.of(a)));
    var chain = OwnerChain.of(Optional.of(a), uid -> Optional.ofNullable(known.get(uid)));
    assertThat(chain.owners()).containsExactly(a, b);
  }

  private static OwnerChain chain(String owners, boolean complete) {
    var references = references(owners);
    var known = new HashMap<String, Owner>();
    for (var index = 0; index < references.size(); index++) {
      var above = index + 1 < references.size() ? references.get(index + 1) : null;
      if (above != null || complete) {
        known.put(references.get(index).uid(), new Owner(Optional.ofNullable(above)));
      }
    }
    return OwnerChain.of(
        references.stream().findFirst(), uid -> Optional.ofNullable(known.get(uid)));
  }

  private static Optional<OwnerRef> first(String owners) {
    return references(owners).stream().findFirst();
  }

  private static List<OwnerRef> references(String owners) {
    var references = new ArrayList<OwnerRef>();
    for (var owner : owners.split(" ", -1)) {
      var dot = owner.indexOf('.');
      var kind = dot < 0 ? owner : owner.substring(0, dot);
      var version = dot < 0 ? "v1" : owner.substring(dot + 1) + "/v1";
      if (!kind.isEmpty()) {
        references.add(
            new OwnerRef(version, kind, "name-" + references.size(), "uid-" + references.size()));
      }
    }
    return references;
  }

  private static SeenPod seen(Optional<OwnerRef> controller, boolean marked, boolean indexed) {
    var info = new PodBuilder("uid", "ns", "pod").gang(Gang.UNKNOWN).build();
    return new SeenPod(info, controller, Optional.empty(), marked, indexed);
  }
}
