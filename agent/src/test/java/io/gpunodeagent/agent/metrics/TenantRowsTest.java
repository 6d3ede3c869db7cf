// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static io.gpunodeagent.agent.metrics.States.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.agent.metrics.selection.PodLabelling.SharedGpuRows;
import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.attribution.Cluster;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.state.NodeState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which pods DCGM's rows name, and how figures of shared devices are divided. */
class TenantRowsTest {

  private static final String UTIL = "DCGM_FI_DEV_GPU_UTIL";
  private static final String USED = "DCGM_FI_DEV_FB_USED";
  private static final String TEMPERATURE = "DCGM_FI_DEV_GPU_TEMP";
  private static final long MEBIBYTE = 1L << 20;

  private static final PodLabelling CONTAINERS =
      labelling(SharedGpuRows.CONTAINERS, false, Optional.empty(), false);

  private static PodLabelling labelling(
      SharedGpuRows rows, boolean uid, Optional<String> prefix, boolean virtualGpus) {
    return new PodLabelling(rows, uid, prefix, virtualGpus, Optional.empty(), List.of());
  }

  /** Samples of rows for each container. */
  private static Map<String, Double> parts(NodeState state, String name, String... labels) {
    return samples(States.exposition(state, CONTAINERS, HpcJobs.none()), name, labels);
  }

  private static GpuBuilder gpu(int index) {
    return new GpuBuilder(index).with(DeviceSignal.TEMPERATURE, Reading.of(55L));
  }

  /** Four pods hold a replica each; the last has no process. */
  private static NodeState timeSliced(Visibility visibility) {
    var cluster = new Cluster().seeing(visibility);
    for (int replica = 0; replica < 4; replica++) {
      cluster.pod("p" + replica).replica("p" + replica, 0, replica);
    }
    cluster.runs("p0", 10).runs("p1", 11).runs("p2", 12);
    return States.of(
        cluster,
        gpu(0)
            .busy(90, 10_000 * MEBIBYTE + 5)
            .process(10, 40, 4_000 * MEBIBYTE + 1)
            .process(11, 30, 3_000 * MEBIBYTE + 2)
            .process(12, 0, 2_000 * MEBIBYTE + 1));
  }

  @Test
  void rowsLookAsDcgmExporterPrintsThem() {
    var cluster =
        new Cluster()
            .pod("train")
            .give("train", 0)
            .runs("train", 10)
            .pod("a")
            .replica("a", 2, 0)
            .pod("b")
            .replica("b", 2, 1)
            .runs("a", 20);
    var state =
        States.of(
            cluster,
            gpu(0).busy(97, 71_342 * MEBIBYTE).process(10, 97, 70_000 * MEBIBYTE),
            gpu(1).busy(0, 0),
            gpu(2).busy(76, 9_811 * MEBIBYTE).process(20, 58, 7_420 * MEBIBYTE),
            gpu(3).instance(1, 1, 25, 5_123 * MEBIBYTE).instance(2, 1, 0, 0));
    for (var rows : SharedGpuRows.values()) {
      var labelling = labelling(rows, false, Optional.empty(), false);
      var text = Expositions.text(States.exposition(state, labelling, HpcJobs.none()));
      var name = "attributed-" + rows.name().toLowerCase(Locale.ROOT);
      Golden.matches("agent/src/test/resources/metrics/" + name + ".txt", text);
      Promtool.check(text);
    }
  }

  @Test
  void ofADeviceHeldAloneTheHolderShowsTheDevicesFigure() {
    var cluster = new Cluster().pod("a").give("a", 0).runs("a", 10);
    var state = States.of(cluster, gpu(0).busy(97, MEBIBYTE).process(10, 12, 5), gpu(1).busy(3, 0));
    assertThat(samples(state, UTIL, "gpu", "namespace", "pod", "container"))
        .containsExactly(entry("0/ns/a/main", 97.0), entry("1/-/-/-", 3.0));
    assertThat(samples(state, USED, "gpu", "pod")).containsEntry("0/a", 1.0);
  }

  @Test
  void aSharedDeviceHasOneRowWithItsOwnFigures() {
    for (var visibility : List.of(new Visibility.Full(), new Visibility.Blind("no hostPID"))) {
      var state = timeSliced(visibility);
      assertThat(samples(state, UTIL, "pod", "namespace")).containsExactly(entry("-/-", 90.0));
      assertThat(samples(state, USED, "pod")).containsExactly(entry("-", 10_000.0));
      assertThat(samples(state, TEMPERATURE, "pod")).containsExactly(entry("-", 55.0));
    }
    assertThat(samples(timeSliced(new Visibility.Full()), "gpu_allocation_sm_ratio", "pod"))
        .as("what each pod uses has series of its own")
        .contains(entry("p0", 0.4), entry("p1", 0.3), entry("p2", 0.0));
  }

  @Test
  void aDeviceThatOnePodHoldsNamesItAsFarAsItsContainersAgree() {
    var cluster =
        new Cluster()
            .pod("a", "one", "two")
            .claim("a", "one", "claim-1", "gpu-0")
            .claim("a", "two", "claim-1", "gpu-0")
            .slice("gpu-0", "GPU-0")
            .pod("b")
            .replica("b", 1, 0);
    assertThat(
            samples(
                States.of(cluster, gpu(0), gpu(1)),
                TEMPERATURE,
                "namespace",
                "pod",
                "container",
                "dra_claim_name"))
        .containsOnlyKeys("ns/a/-/claim-1", "ns/b/main/-");
  }

  @Test
  void ofADeviceThatOthersUseTooTheHolderIsNamedAndTheFigureIsTheDevices() {
    var cluster = new Cluster().pod("a").give("a", 0).runs("a", 10).pod("b").runs("b", 11);
    var state =
        States.of(
            cluster, gpu(0).busy(90, 3 * MEBIBYTE).process(10, 50, MEBIBYTE).process(11, 40, 5));
    assertThat(samples(state, UTIL, "pod")).containsExactly(entry("a", 90.0));
    assertThat(parts(state, UTIL, "pod")).containsExactly(entry("-", 40.0), entry("a", 50.0));
  }

  @Test
  void figuresOfASharedDeviceAddUpToTheDevices() {
    var state = timeSliced(new Visibility.Full());
    var util = parts(state, UTIL, "pod");
    assertThat(util)
        .containsExactly(entry("-", 20.0), entry("p0", 40.0), entry("p1", 30.0), entry("p2", 0.0));
    assertThat(util.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(90);
    var used = parts(state, USED, "pod");
    assertThat(used)
        .containsExactly(
            entry("-", 1_000.0), entry("p0", 4_000.0), entry("p1", 3_000.0), entry("p2", 2_000.0));
    assertThat(samples(States.withAliases(state, CONTAINERS), "nvidia_smi_memory_used_mb", "pod"))
        .isEqualTo(used);
  }

  @Test
  void figuresThatCannotBeDividedAreRepeatedForEachHolder() {
    assertThat(parts(timeSliced(new Visibility.Full()), TEMPERATURE, "pod"))
        .containsExactly(
            entry("p0", 55.0), entry("p1", 55.0), entry("p2", 55.0), entry("p3", 55.0));
  }

  @Test
  void withoutSightOfProcessesNothingOfASharedDeviceIsAnybodys() {
    var state = timeSliced(new Visibility.Blind("no hostPID"));
    assertThat(parts(state, UTIL, "pod")).containsExactly(entry("-", 90.0));
    assertThat(parts(state, USED, "pod")).containsExactly(entry("-", 10_000.0));
  }

  @Test
  void aDeviceWhoseOwnFigureIsUnknownHasNoRemainder() {
    var cluster = new Cluster().pod("a").replica("a", 0, 0).runs("a", 10);
    var state = States.of(cluster, gpu(0).process(10, 12, 5 * MEBIBYTE));
    assertThat(parts(state, UTIL, "pod")).containsExactly(entry("a", 12.0));
    assertThat(parts(state, USED, "pod")).containsExactly(entry("a", 5.0));
  }

  @Test
  void holdersOfAMigInstanceAreNamedOnItsRows() {
    var gpu = gpu(0).instance(1, 1, 25, 7 * MEBIBYTE).instance(2, 1, 0, 0);
    var cluster = new Cluster().pod("a").give("a", new DeviceId.Mig(gpu.migUuid(1, 0)));
    assertThat(samples(States.of(cluster, gpu), USED, "GPU_I_ID", "pod"))
        .containsExactly(entry("1/a", 7.0), entry("2/-", 0.0));
  }

  @Test
  void uidAndReplicasAreLeftOutByDefault() {
    var state = timeSliced(new Visibility.Full());
    assertThat(parts(state, TEMPERATURE, "pod", "pod_uid", "vgpu"))
        .containsOnlyKeys("p0/-/-", "p1/-/-", "p2/-/-", "p3/-/-");
  }

  @Test
  void uidAndReplicasAreLabelsOnRequest() {
    var labelling = labelling(SharedGpuRows.CONTAINERS, true, Optional.of("label_"), true);
    var exposition =
        States.exposition(timeSliced(new Visibility.Full()), labelling, HpcJobs.none());
    assertThat(samples(exposition, TEMPERATURE, "pod_uid", "vgpu"))
        .containsOnlyKeys("uid-p0/0", "uid-p1/1", "uid-p2/2", "uid-p3/3");
  }

  @Test
  void aContainerWithSeveralReplicasIsOneRow() {
    var cluster = new Cluster().pod("a").replica("a", 0, 3).replica("a", 0, 1).runs("a", 10);
    var state = States.of(cluster, gpu(0).busy(50, 0).process(10, 50, 1));
    var labelling = labelling(SharedGpuRows.CONTAINERS, false, Optional.empty(), true);
    assertThat(samples(States.exposition(state, labelling, HpcJobs.none()), UTIL, "pod", "vgpu"))
        .containsExactly(entry("-/-", 0.0), entry("a/1,3", 50.0));
  }

  @Test
  void aClaimNamesItselfAndItsDevice() {
    var cluster =
        new Cluster().pod("a").claim("a", "main", "claim-1", "gpu-0").slice("gpu-0", "GPU-0");
    assertThat(
            samples(
                States.of(cluster, gpu(0)),
                TEMPERATURE,
                "pod",
                "dra_claim_name",
                "dra_claim_namespace",
                "dra_driver_name",
                "dra_pool_name",
                "dra_device_name"))
        .containsOnlyKeys("a/claim-1/ns/gpu.nvidia.com/node/gpu-0");
  }

  @Test
  void jobsOfABatchSchedulerAreNamedOnARowEach() {
    var whole = new HpcJobs.Place(0, OptionalInt.empty());
    var jobs = new HpcJobs(Map.of(whole, List.of("job-1", "job-2")));
    var exposition =
        States.exposition(States.of(new Cluster(), gpu(0), gpu(1)), Defaults.pods(), jobs);
    assertThat(samples(exposition, TEMPERATURE, "gpu", "hpc_job"))
        .containsOnlyKeys("0/job-1", "0/job-2", "1/-");
  }
}
