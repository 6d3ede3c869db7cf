// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static io.gpunodeagent.agent.metrics.States.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.core.attribution.Cluster;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.sources.PodBuilder;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.PodUsage;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.evidence.Evidence;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The series about who holds and who uses what. */
class UseSeriesTest {

  private static final String[] WHO = {"gpu", "namespace", "pod", "container", "pod_uid"};

  private static GpuBuilder gpu(int index) {
    return new GpuBuilder(index);
  }

  @Test
  void usersWithoutAllocationHaveSeriesOfTheirOwn() {
    var cluster =
        new Cluster()
            .pod("a")
            .give("a", 0)
            .runs("a", 10)
            .pod("thief")
            .runs("thief", 11)
            .process(12, "x", new ProcessOwner.InPod("uid-gone", "c0ffee"))
            .process(13, "Xorg", new ProcessOwner.OnHost("/system.slice"));
    var state =
        States.of(
            cluster,
            gpu(0)
                .busy(100, 100)
                .process(10, 40, 40)
                .process(11, 20, 20)
                .process(12, 10, 10)
                .process(13, 5, 5));
    var labels = new String[] {"pod", "pod_uid", "container_id", "relation"};
    assertThat(samples(state, "gpu_foreign_memory_bytes", labels))
        .containsExactly(
            entry("-/uid-gone/c0ffee/foreign", 10.0), entry("thief/uid-thief/-/foreign", 20.0));
    assertThat(samples(state, "gpu_foreign_sm_ratio", labels))
        .containsEntry("thief/uid-thief/-/foreign", 0.2);
    assertThat(samples(state, "gpu_host_memory_bytes", "gpu")).containsExactly(entry("0", 5.0));
    assertThat(samples(state, "gpu_unattributed_memory_bytes", "gpu"))
        .containsExactly(entry("0", 25.0));
    assertThat(samples(state, "gpu_unattributed_sm_ratio", "gpu"))
        .containsExactly(entry("0", 0.25));
    assertThat(samples(state, "gpu_allocation_memory_bytes", WHO))
        .containsExactly(entry("0/ns/a/main/uid-a", 40.0));
  }

  @Test
  void withoutSightOfProcessesTheReasonIsAMetricAndTheFiguresAreAbsent() {
    var cluster = new Cluster().seeing(new Visibility.Blind("no hostPID"));
    cluster.pod("a").replica("a", 0, 0).pod("b").replica("b", 0, 1);
    var state = States.of(cluster, gpu(0).busy(100, 100));
    assertThat(samples(state, "gpu_allocation_memory_bytes", "pod")).isEmpty();
    assertThat(samples(state, "gpu_allocation_sm_ratio", "pod")).isEmpty();
    assertThat(samples(state, "gpu_attribution_absent", "figure", "reason"))
        .containsExactly(entry("memory/visibility", 2.0), entry("sm/visibility", 2.0));
    assertThat(samples(state, "gpu_node_agent_process_visibility", "state"))
        .containsExactly(entry("blind", 1.0), entry("full", 0.0), entry("partial", 0.0));
    assertThat(samples(state, "gpu_node_agent_process_visibility_info", "reason"))
        .containsExactly(entry("no hostPID", 1.0));
    assertThat(samples(state, "gpu_unattributed_memory_bytes", "gpu"))
        .containsExactly(entry("0", 100.0));
  }

  @Test
  void aLimitedContainersMemoryIsToldWithoutSightOfProcesses() {
    var cluster = new Cluster().seeing(new Visibility.Blind("no hostPID")).pod("a").pod("b");
    var state =
        States.of(
            cluster,
            gpu(0)
                .limited(limited("a", OptionalLong.of(30), OptionalLong.of(60)))
                .limited(limited("b", OptionalLong.empty(), OptionalLong.of(50)))
                .limited(limited("gone", OptionalLong.of(20), OptionalLong.empty())));
    var who = new String[] {"gpu", "namespace", "pod", "container", "container_id"};
    assertThat(samples(state, "gpu_container_memory_used_bytes", who))
        .containsExactly(
            entry("0/-/-/-/gone/main", 10.0),
            entry("0/ns/a/main/-", 10.0),
            entry("0/ns/b/main/-", 10.0));
    assertThat(samples(state, "gpu_container_memory_soft_limit_bytes", "pod", "pod_uid"))
        .containsExactly(entry("-/uid-gone", 20.0), entry("a/uid-a", 30.0));
    assertThat(samples(state, "gpu_container_memory_hard_limit_bytes", "pod"))
        .containsExactly(entry("a", 60.0), entry("b", 50.0));
    assertThat(samples(state, "gpu_allocation_memory_bytes", "pod")).isEmpty();
  }

  private static ContainerMemory limited(String pod, OptionalLong soft, OptionalLong hard) {
    return new ContainerMemory(new ProcessOwner.InPod("uid-" + pod, pod + "/main"), 10, soft, hard);
  }

  @Test
  void sourcesTellWhetherTheyAnswerAndHowOldTheirFactsAre() {
    var down = new SourceState.Down(Cluster.NOW, Optional.of(Cluster.NOW.minusSeconds(90)), "gone");
    var cluster = new Cluster().kubelet(down).api(new SourceState.Off());
    var state = States.of(cluster, gpu(0));
    assertThat(samples(state, "gpu_node_agent_source_up", "source"))
        .containsExactly(entry("kubelet", 0.0), entry("nvml", 1.0));
    assertThat(samples(state, "gpu_node_agent_source_age_seconds", "source"))
        .containsExactly(entry("kubelet", 90.0), entry("nvml", 0.0));
  }

  @Test
  void holdersAreOnlyCountedWhereAllocationsAreKnown() {
    var mig = gpu(1).instance(1, 1, 0, 0);
    var known = States.of(new Cluster().pod("a").give("a", 0), gpu(0), mig);
    assertThat(samples(known, "gpu_holders", "gpu", "GPU_I_ID"))
        .containsExactly(entry("0/-", 1.0), entry("1/1", 0.0));
    var unknown = States.of(new Cluster().kubelet(new SourceState.Off()), gpu(0));
    assertThat(samples(unknown, "gpu_holders", "gpu")).isEmpty();
    assertThat(samples(unknown, "gpu_unplaced_allocations", "reason")).isEmpty();
  }

  @Test
  void allocationsWithoutADeviceAreCountedByReason() {
    var cluster = new Cluster().pod("a").give("a", 7).give("a", new DeviceId.Unrecognised("?"));
    assertThat(samples(States.of(cluster, gpu(0)), "gpu_unplaced_allocations", "reason"))
        .containsEntry("unknown_device", 1.0)
        .containsEntry("unknown_form", 1.0)
        .containsEntry("contested", 0.0);
  }

  @Test
  void disagreementsAreFindings() {
    var cluster = new Cluster().pod("a").give("a", 0).pod("b").runs("b", 10);
    var gpus = new GpuBuilder[] {gpu(0).busy(0, 0), gpu(1).busy(5, 5).process(10, 5, 5)};
    var first = cluster.join(gpus);
    var second = cluster.join(first, Duration.ofSeconds(30), gpus);
    var pods = cluster.inputs(Cluster.NOW, gpus).pods();
    assertThat(
            samples(States.state(second, pods, Usage.none()), "gpu_finding", "gpu", "pod", "kind"))
        .containsExactly(
            entry("0/a/allocated_never_used", 1.0), entry("1/b/used_not_allocated", 1.0));
  }

  private static NodeState accounted(Account account) {
    var cluster = new Cluster().pod("a").give("a", 0);
    var key = new AllocationKey(Cluster.name("a", "main"), Optional.of("uid-a"), Cluster.gpu(0));
    var accounts = new LinkedHashMap<AllocationKey, Account>();
    accounts.put(key, account);
    var pods = new LinkedHashMap<PodUsage.Key, PodUsage>();
    pods.put(
        new PodUsage.Key("ns", "a", Optional.of("uid-a")),
        new PodUsage(account.activity(), Map.of(account.activity(), 1)));
    var usage = new Usage(accounts, new LinkedHashMap<>(), pods, Usage.none().history());
    return States.of(cluster, usage, gpu(0).busy(0, 0));
  }

  private static Account account(Activity activity, Optional<Evidence.Doubt> doubt) {
    return new Account(
        Cluster.STARTED,
        Duration.ofSeconds(100),
        Duration.ofMillis(2_500),
        OptionalDouble.of(5_000.5),
        OptionalDouble.empty(),
        activity,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Optional.of(Cluster.NOW),
        OptionalDouble.of(0.97),
        OptionalDouble.empty(),
        OptionalDouble.of(0.25),
        OptionalLong.empty(),
        OptionalLong.of(7),
        OptionalLong.empty(),
        new Evidence(Evidence.Verdict.UNKNOWN, Map.of(), Optional.empty()),
        doubt);
  }

  @Test
  void whatWasSeenOverTimeIsServedAndWhatIsNotKnownIsAbsent() {
    var state = accounted(account(Activity.IDLE, Optional.empty()));
    var expected =
        Map.of(
            "gpu_allocation_seconds_total", 100.0,
            "gpu_allocation_active_seconds_total", 2.5,
            "gpu_allocation_energy_joules_total", 5_000.5,
            "gpu_allocation_idle_seconds", 60.0,
            "gpu_allocation_evidence_coverage_ratio", 0.97,
            "gpu_allocation_last_active_timestamp_seconds", 1.7952552e9,
            "gpu_allocation_entitlement_ratio", 0.25,
            "gpu_allocation_idle_memory_bytes", 7.0);
    expected.forEach(
        (name, value) ->
            assertThat(samples(state, name, WHO))
                .as(name)
                .containsExactly(entry("0/ns/a/main/uid-a", value)));
    for (var absent :
        List.of(
            "gpu_allocation_sm_seconds_total",
            "gpu_allocation_compute_share_ratio",
            "gpu_allocation_excess_memory_bytes",
            "gpu_allocation_doubt")) {
      assertThat(samples(state, absent, WHO)).as(absent).isEmpty();
    }
    assertThat(samples(state, "gpu_pod_gpus", "namespace", "pod", "pod_uid", "state"))
        .containsExactly(
            entry("ns/a/uid-a/active", 0.0),
            entry("ns/a/uid-a/idle", 1.0),
            entry("ns/a/uid-a/unknown", 0.0));
  }

  @ParameterizedTest
  @EnumSource(Activity.class)
  void theStateIsOneOfThreeAndAnUnknownOneHasNoIdleClock(Activity activity) {
    var state = accounted(account(activity, Optional.of(Evidence.Doubt.POD_UNKNOWN)));
    var states = samples(state, "gpu_allocation_activity", "state");
    assertThat(states).hasSize(3).containsEntry(word(activity), 1.0);
    assertThat(states.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1);
    assertThat(samples(state, "gpu_allocation_idle_seconds").isEmpty())
        .isEqualTo(activity == Activity.UNKNOWN);
    assertThat(samples(state, "gpu_allocation_doubt", "reason")).containsOnlyKeys("pod_unknown");
  }

  @ParameterizedTest
  @EnumSource(Evidence.Doubt.class)
  void everyDoubtOfAnAllocationIsAReason(Evidence.Doubt doubt) {
    var state = accounted(account(Activity.UNKNOWN, Optional.of(doubt)));

    assertThat(samples(state, "gpu_allocation_doubt", "reason"))
        .containsOnlyKeys(doubt.name().toLowerCase(Locale.ROOT));
  }

  private static String word(Activity activity) {
    return activity.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void hostileNamesStayInsideTheirLabelsInEveryFormat() throws IOException {
    var evil = "\"} 1\nevil{x=\"\\";
    var longest = "n".repeat(253);
    var name = new ContainerName(evil, longest, "c\\\n");
    var allocation =
        new Allocation(
            name,
            "nvidia.com/gpu\"",
            new DeviceId.Gpu("GPU-0"),
            OptionalInt.empty(),
            Optional.empty());
    var joined = new Cluster().give(allocation).join(gpu(0).busy(1, 1));
    var state = States.state(joined, Pods.off(), Usage.none());
    var exposition = States.exposition(state);
    var text = SampleReader.ofText(exposition.scrape(Expositions.TEXT, null).body());
    assertThat(text.keySet())
        .filteredOn(sample -> sample.name().equals("gpu_allocation_info"))
        .singleElement()
        .satisfies(
            sample ->
                assertThat(sample.labels())
                    .containsEntry("namespace", evil)
                    .containsEntry("pod", longest)
                    .containsEntry("container", "c\\\n")
                    .containsEntry("resource", "nvidia.com/gpu\""));
    assertThat(SampleReader.ofText(exposition.scrape(Expositions.OPENMETRICS, null).body()))
        .isEqualTo(text);
    assertThat(SampleReader.ofProtobuf(exposition.scrape(Expositions.PROTOBUF, null).body()))
        .isEqualTo(text);
    Promtool.check(Expositions.text(exposition));
  }

  @Test
  void whatThePodSaysOfItselfIsInTheInfo() {
    var cluster = new Cluster().pod("a").give("a", 0);
    var gpus = gpu(0);
    var plain = cluster.inputs(Cluster.NOW, gpus).pods();
    var known = plain.entries().getFirst();
    var pod =
        PodBuilder.like(known)
            .owners("kubeflow.org", "bert", List.of("PyTorchJob"))
            .gang(PodInfo.Gang.MEMBER)
            .priority("high", 100)
            .qosClass("Guaranteed")
            .labels(Map.of("team", "nlp"))
            .annotations(Map.of("example.com/cost-center", "42", "other", "x"))
            .build();
    var state =
        States.state(cluster.join(gpus), new Pods(plain.state(), List.of(pod)), Usage.none());
    var labelling =
        new PodLabelling(
            PodLabelling.SharedGpuRows.DEVICE,
            false,
            Optional.of("label_"),
            false,
            Optional.empty(),
            List.of("example.com/cost-center"));
    var exposition = States.exposition(state, labelling, HpcJobs.none());
    assertThat(
            samples(
                exposition,
                "gpu_allocation_info",
                "workload_kind",
                "workload_name",
                "priority_class",
                "qos_class",
                "annotation_example_com_cost_center",
                "annotation_other",
                "label_team"))
        .containsOnlyKeys("PyTorchJob/bert/high/Guaranteed/42/-/-");
  }
}
