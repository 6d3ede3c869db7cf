// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static io.gpunodeagent.core.labels.Machine.Gpu.a100;
import static io.gpunodeagent.core.labels.Machine.Gpu.compute;
import static io.gpunodeagent.core.labels.Machine.Gpu.h100;
import static io.gpunodeagent.core.labels.Machine.mps;
import static io.gpunodeagent.core.labels.Machine.timeSlicing;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.labels.Machine.Gpu;
import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.mig.MigProfileName;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.syntax.Sanitiser;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.MigAttributes;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where GPU Feature Discovery does what nobody expects, one test each. */
class GfdTrapsTest {

  private static final String GPU = "nvidia.com/gpu.";
  private static final Map<String, Integer> FOUR = Map.of("nvidia.com/gpu", 4);

  private static Machine machine(Gpu... gpus) {
    var machine = new Machine();
    for (var gpu : gpus) {
      machine.gpu(gpu);
    }
    return machine;
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "some ( thing )else,some-thing-else",
        "NVIDIA-TITAN-X-(Pascal),NVIDIA-TITAN-X-Pascal",
        " input  with multiple   spaces   ,input-with-multiple-spaces",
        "some / thing /else,some-thing-else",
        "a\tb,ab",
        "NVIDIA® A100,NVIDIA-A100",
        "'',''",
        "(),''",
        "-_.,-_."
      })
  void sanitisingDeletesAndJoinsAndTrimsNothing(String name, String value) {
    assertThat(Sanitiser.sanitise(name)).isEqualTo(value);
  }

  @Test
  void theRevisionIsEmptyButThereWhenTheVersionHasTwoParts() {
    var labels = machine(h100(0)).driver(Reading.of("450.80")).labels().labels();
    assertThat(labels)
        .containsEntry("nvidia.com/cuda.driver.rev", "")
        .containsEntry("nvidia.com/cuda.driver-version.revision", "")
        .containsEntry("nvidia.com/cuda.driver-version.full", "450.80");
  }

  @Test
  void partsOfTheVersionAreTextsNotNumbers() {
    var labels = machine(h100(0)).driver(Reading.of("535.104.05")).labels().labels();
    assertThat(labels).containsEntry("nvidia.com/cuda.driver.rev", "05");
  }

  @Test
  void aVersionOfFourPartsCostsItsOwnLabelsOnly() {
    var set = machine(h100(0)).driver(Reading.of("1.2.3.4")).labels();
    assertThat(set.labels().keySet()).noneMatch(key -> key.contains("cuda.driver"));
    assertThat(set.labels()).containsEntry(GPU + "count", "1");
    assertThat(set.problems()).anyMatch(problem -> problem.complaint().contains("1.2.3.4"));
  }

  @ParameterizedTest
  @CsvSource({"13000,13,0", "12080,12,8", "11040,11,4", "12010,12,1"})
  void cudaVersionsAreThousandsAndTens(long version, String major, String minor) {
    assertThat(machine(h100(0)).cuda(version).labels().labels())
        .containsEntry("nvidia.com/cuda.runtime.major", major)
        .containsEntry("nvidia.com/cuda.runtime.minor", minor)
        .containsEntry("nvidia.com/cuda.runtime-version.full", major + "." + minor);
  }

  @ParameterizedTest
  @CsvSource({
    "1,0,tesla",
    "2,1,fermi",
    "3,7,kepler",
    "4,0,undefined",
    "5,2,maxwell",
    "6,1,pascal",
    "7,0,volta",
    "7,2,volta",
    "7,5,turing",
    "8,0,ampere",
    "8,7,ampere",
    "8,9,ada-lovelace",
    "9,0,hopper",
    "10,0,blackwell",
    "11,0,undefined",
    "12,0,blackwell",
    "13,0,rubin",
    "14,0,undefined"
  })
  void familiesFollowComputeCapability(int major, int minor, String family) {
    assertThat(machine(new Gpu(0, "G", 1, major, minor)).labels().labels())
        .containsEntry(GPU + "family", family)
        .containsEntry(GPU + "compute.major", String.valueOf(major))
        .containsEntry(GPU + "compute.minor", String.valueOf(minor));
  }

  @Test
  void withoutComputeCapabilityThereIsNoFamily() {
    assertThat(machine(new Gpu(0, "G", 1, 0, 0)).labels().labels().keySet())
        .doesNotContain(GPU + "family", GPU + "compute.major", GPU + "compute.minor");
  }

  @Test
  void memoryIsWholeMebibytesRoundedDownWithoutAUnit() {
    var gpu = h100(0).with(DeviceSignal.MEMORY_TOTAL, Reading.of(81559 * Machine.MIB + 1048575));
    assertThat(machine(gpu).labels().labels()).containsEntry(GPU + "memory", "81559");
  }

  @Test
  void memoryOfZeroIsNoLabel() {
    var unified = h100(0).with(DeviceSignal.MEMORY_TOTAL, Reading.of(0L));
    assertThat(machine(unified).labels().labels()).doesNotContainKey(GPU + "memory");
    var unsupported = h100(0).with(DeviceSignal.MEMORY_TOTAL, Reading.unsupported());
    var set = machine(unsupported).labels();
    assertThat(set.labels()).doesNotContainKey(GPU + "memory").containsKey(GPU + "product");
    assertThat(set.isUnknown(GPU + "memory")).isFalse();
  }

  @Test
  void memoryThatCouldNotBeReadKeepsItsLastValue() {
    var failed = h100(0).with(DeviceSignal.MEMORY_TOTAL, Reading.failed("f", 999));
    var set = machine(failed).labels();
    assertThat(set.isUnknown(GPU + "memory")).isTrue();
    assertThat(set.keeping(machine(h100(0)).labels()).labels())
        .containsEntry(GPU + "memory", "81559");
  }

  @Test
  void countsAreOfGpusNotOfReplicas() {
    var labels =
        machine(h100(0), h100(1)).labels(MigStrategy.NONE, timeSlicing(false, FOUR)).labels();
    assertThat(labels)
        .containsEntry(GPU + "count", "2")
        .containsEntry(GPU + "replicas", "4")
        .containsEntry(GPU + "sharing-strategy", "time-slicing")
        .containsEntry(GPU + "product", "NVIDIA-H100-80GB-HBM3-SHARED")
        .containsEntry("nvidia.com/mps.capable", "false");
  }

  @Test
  void aRenamedResourceIsSharedWithoutTheSuffix() {
    var sharing = timeSlicing(true, FOUR);
    assertThat(machine(h100(0)).labels(MigStrategy.NONE, sharing).labels())
        .containsEntry(GPU + "product", "NVIDIA-H100-80GB-HBM3")
        .containsEntry(GPU + "replicas", "4")
        .doesNotContainKey("nvidia.com/gpu.shared.product");
    assertThat(sharing.offeredAs("nvidia.com/gpu")).isEqualTo("nvidia.com/gpu.shared");
  }

  @Test
  void mpsHidesTimeSlicingEvenForResourcesItDoesNotName() {
    var both =
        new Sharing(
            Optional.of(Machine.replicated(false, FOUR)),
            Optional.of(Machine.replicated(false, Map.of("nvidia.com/mig-1g.5gb", 2))));
    assertThat(machine(h100(0)).labels(MigStrategy.NONE, both).labels())
        .containsEntry(GPU + "replicas", "1")
        .containsEntry(GPU + "sharing-strategy", "none")
        .containsEntry("nvidia.com/mps.capable", "true");
  }

  @Test
  void mpsCapableMeansThatMpsIsConfigured() {
    assertThat(machine(h100(0)).labels(MigStrategy.NONE, mps(FOUR)).labels())
        .containsEntry("nvidia.com/mps.capable", "true")
        .containsEntry(GPU + "sharing-strategy", "mps");
  }

  @Test
  void mpsWithMigSharesNothingAndSaysSo() {
    var set = machine(a100(0).mig(), a100(1)).labels(MigStrategy.NONE, mps(FOUR));
    assertThat(set.labels())
        .containsEntry("nvidia.com/mps.capable", "false")
        .containsEntry(GPU + "sharing-strategy", "none");
    assertThat(set.problems()).anyMatch(problem -> problem.key().equals("sharing.mps"));
  }

  @Test
  void capableOfMigIsNotEnabled() {
    assertThat(machine(a100(0)).labels().labels()).containsEntry("nvidia.com/mig.capable", "true");
    var without = a100(0).with(DeviceSignal.MIG_MODE, Reading.unsupported());
    assertThat(machine(without).labels().labels()).containsEntry("nvidia.com/mig.capable", "false");
    assertThat(machine(without, a100(1)).labels().labels())
        .containsEntry("nvidia.com/mig.capable", "true");
  }

  @Test
  void aMigModeThatCannotBeReadLeavesItUnknown() {
    var failed = a100(0).with(DeviceSignal.MIG_MODE, Reading.failed("nvmlDeviceGetMigMode", 999));
    var set = machine(failed).labels();
    assertThat(set.labels()).doesNotContainKeys("nvidia.com/mig.capable", GPU + "count");
    assertThat(set.isUnknown("nvidia.com/mig.capable")).isTrue();
    assertThat(set.isUnknown(GPU + "product")).isTrue();
    assertThat(set.isUnknown("nvidia.com/mig-1g.5gb.count")).isTrue();
    assertThat(set.labels()).containsKey("nvidia.com/cuda.driver.major");
  }

  @Test
  void withoutAStrategyThereIsNoStrategyLabelAndPartitionedGpusHaveNoReplicas() {
    var set =
        machine(a100(0).instance("1g.5gb", 1, 4864, 0, 1))
            .labels(MigStrategy.NONE, timeSlicing(false, FOUR));
    assertThat(set.labels())
        .doesNotContainKey("nvidia.com/mig.strategy")
        .containsEntry(GPU + "replicas", "0")
        .containsEntry(GPU + "sharing-strategy", "none")
        .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB")
        .containsEntry(GPU + "count", "1");
  }

  @Test
  void oneWholeGpuIsEnoughForTheModelToBeShared() {
    var labels =
        machine(a100(0).mig(), a100(1).mig(), a100(2))
            .labels(MigStrategy.NONE, timeSlicing(false, FOUR))
            .labels();
    assertThat(labels)
        .containsEntry(GPU + "count", "3")
        .containsEntry(GPU + "replicas", "4")
        .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB-SHARED");
  }

  @Test
  void singleWithoutMigLooksLikeFullGpus() {
    assertThat(machine(a100(0)).labels(MigStrategy.SINGLE, Sharing.none()).labels())
        .containsEntry("nvidia.com/mig.strategy", "single")
        .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB")
        .containsEntry(GPU + "replicas", "1");
  }

  @Test
  void singleReplacesTheGpuByItsDevicesAndKeepsTheFamily() {
    var gpu = a100(0).instance("1g.5gb", 1, 4864, 0, 1).instance("1g.5gb", 1, 4864, 1, 1);
    assertThat(machine(gpu).labels(MigStrategy.SINGLE, timeSlicing(false, FOUR)).labels())
        .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb-SHARED")
        .containsEntry(GPU + "count", "2")
        .containsEntry(GPU + "replicas", "4")
        .containsEntry(GPU + "memory", "4864")
        .containsEntry(GPU + "multiprocessors", "14")
        .containsEntry(GPU + "slices.gi", "1")
        .containsEntry(GPU + "slices.ci", "1")
        .containsEntry(GPU + "engines.copy", "1")
        .containsEntry(GPU + "engines.decoder", "1")
        .containsEntry(GPU + "engines.encoder", "0")
        .containsEntry(GPU + "engines.jpeg", "2")
        .containsEntry(GPU + "engines.ofa", "3")
        .containsEntry(GPU + "family", "ampere");
  }

  /** 59 characters: it fits, and with a suffix it does not. */
  private static final String LONG = "NVIDIA A100 Accelerator With A Board Name That Is Long Xyzw";

  private static Gpu longNamed() {
    return new Gpu(0, LONG, 40960, 8, 0);
  }

  @Test
  void aProductThatIsTooLongForALabelIsAbsentAndNotTheBoards() {
    var whole = machine(longNamed()).labels();
    assertThat(whole.labels()).containsEntry(GPU + "product", LONG.replace(' ', '-'));
    var gpu = longNamed().instance("3g.20gb", 3, 19968, 0, 4);
    var set = machine(gpu).labels(MigStrategy.SINGLE, Sharing.none());
    assertThat(set.labels())
        .doesNotContainKey(GPU + "product")
        .containsEntry(GPU + "count", "1")
        .containsEntry(GPU + "memory", "19968");
    assertThat(set.isUnknown(GPU + "product")).isFalse();
    assertThat(set.keeping(whole).labels()).doesNotContainKey(GPU + "product");
    assertThat(set.problems()).anyMatch(problem -> problem.key().equals(GPU + "product"));
  }

  @Test
  void anInvalidLayoutOfABoardWithALongNameIsNotTheBoards() {
    var set = machine(longNamed().mig()).labels(MigStrategy.SINGLE, Sharing.none());
    assertThat(set.labels())
        .doesNotContainKey(GPU + "product")
        .containsEntry(GPU + "count", "0")
        .containsEntry(GPU + "memory", "0");
  }

  @Test
  void theMemoryOfAnInstanceThatCannotBeReadIsNotTheBoards() {
    for (var size :
        List.<Reading<MigAttributes>>of(Reading.failed("f", 999), Reading.unsupported())) {
      var device = new ComputeInstance(0, "MIG-1", "3g.20gb", Reading.of(42L), size);
      var gpu = a100(0).instance("3g.20gb", Reading.unsupported(), device);
      var set = machine(gpu).labels(MigStrategy.SINGLE, Sharing.none());
      assertThat(set.labels())
          .doesNotContainKey(GPU + "memory")
          .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB-MIG-3g.20gb");
      assertThat(set.isUnknown(GPU + "memory"))
          .isEqualTo(size instanceof Reading.Failed<MigAttributes>);
    }
  }

  @Test
  void modelsThatBecomeOneProductAreCountedTogether() {
    var other = new Gpu(1, "NVIDIA H100 (80GB) HBM3", 81559, 9, 0);
    assertThat(machine(h100(0), other).labels().labels())
        .containsEntry("gpu-node-agent.io/model.NVIDIA-H100-80GB-HBM3.count", "2");
  }

  private static void assertInvalid(LabelSet set) {
    assertThat(set.labels())
        .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB-MIG-INVALID")
        .containsEntry(GPU + "count", "0")
        .containsEntry(GPU + "replicas", "0")
        .containsEntry(GPU + "sharing-strategy", "")
        .containsEntry(GPU + "memory", "0")
        .containsEntry(GPU + "family", "ampere");
    assertThat(set.problems()).anyMatch(problem -> problem.key().equals("nvidia.com/mig.strategy"));
  }

  @Test
  void singleIsInvalidWhenAPartitionedGpuIsEmpty() {
    var full = a100(0).instance("1g.5gb", 1, 4864, 0, 1);
    assertInvalid(
        machine(full, a100(1).mig()).labels(MigStrategy.SINGLE, timeSlicing(false, FOUR)));
  }

  @Test
  void singleIsInvalidWhenOnlySomeGpusArePartitioned() {
    var full = a100(0).instance("1g.5gb", 1, 4864, 0, 1);
    assertInvalid(machine(full, a100(1)).labels(MigStrategy.SINGLE, Sharing.none()));
  }

  @Test
  void singleIsInvalidWithTwoProfiles() {
    var gpu = a100(0).instance("1g.5gb", 1, 4864, 0, 1).instance("2g.10gb", 2, 9856, 2, 2);
    assertInvalid(machine(gpu).labels(MigStrategy.SINGLE, Sharing.none()));
  }

  @Test
  void mixedLeavesOutEmptyGpusAndSharesByProfile() {
    var gpu = a100(0).instance("1g.5gb", 1, 4864, 0, 1).instance("2g.10gb", 2, 9856, 2, 2);
    var sharing = timeSlicing(false, Map.of("nvidia.com/mig-1g.5gb", 3));
    assertThat(machine(gpu, a100(1).mig()).labels(MigStrategy.MIXED, sharing).labels())
        .containsEntry("nvidia.com/mig.strategy", "mixed")
        .containsEntry(GPU + "count", "2")
        .containsEntry(GPU + "replicas", "0")
        .containsEntry("nvidia.com/mig-1g.5gb.product", "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb-SHARED")
        .containsEntry("nvidia.com/mig-1g.5gb.replicas", "3")
        .containsEntry("nvidia.com/mig-2g.10gb.product", "NVIDIA-A100-SXM4-40GB-MIG-2g.10gb")
        .containsEntry("nvidia.com/mig-2g.10gb.replicas", "1")
        .containsEntry("nvidia.com/mig-2g.10gb.sharing-strategy", "none");
  }

  @Test
  void ofTwoParentModelsTheFirstNamesTheProfileAndTheLastGpuOfAModelNamesTheModel() {
    var other = new Gpu(1, "NVIDIA A100-PCIE-40GB", 40960, 8, 0);
    var set =
        machine(a100(0).instance("1g.5gb", 1, 4864, 0, 1), other.instance("1g.5gb", 1, 4900, 0, 1))
            .labels(MigStrategy.MIXED, Sharing.none());
    assertThat(set.labels())
        .containsEntry("nvidia.com/mig-1g.5gb.product", "NVIDIA-A100-SXM4-40GB-MIG-1g.5gb")
        .containsEntry("nvidia.com/mig-1g.5gb.memory", "4864")
        .containsEntry("nvidia.com/mig-1g.5gb.count", "2");
    var differing = a100(1).with(DeviceSignal.MEMORY_TOTAL, Reading.of(40000 * Machine.MIB));
    assertThat(machine(a100(0), differing).labels().labels())
        .containsEntry(GPU + "memory", "40000");
  }

  @ParameterizedTest
  @CsvSource({
    "4864, 40960, 5", "9856, 40960, 10", "19968, 40960, 20", "40192, 40960, 40",
    "9984, 81559, 10", "20096, 81559, 20", "40448, 81559, 40", "81152, 81559, 80",
    "16384, 143771, 18", "33280, 143771, 35", "71424, 143771, 71", "143360, 143771, 141",
    "5952, 24576, 6", "11968, 24576, 12", "24000, 24576, 24", "9728, 81920, 10"
  })
  void gigabytesOfAProfileAreEighthsOfTheGpu(long device, long gpu, long gigabytes) {
    assertThat(MigProfileName.gigabytes(device, gpu * Machine.MIB)).isEqualTo(gigabytes);
  }

  @ParameterizedTest
  @CsvSource({
    "1g.5gb+me, 1, 1, 1g.5gb.me",
    "1g.5gb+me.all, 1, 1, 1g.5gb.me.all",
    "1g.5gb-me, 1, 1, 1g.5gb-me",
    "1g.5gb+gfx, 1, 1, 1g.5gb.gfx",
    "1c.3g.5gb, 1, 3, 1c.3g.5gb",
    "unknown, 1, 1, 1g.5gb"
  })
  void extensionsOfAProfileLoseTheirPlus(String driver, int own, int slices, String profile) {
    var gpu = a100(0).instance(driver, Reading.unsupported(), compute(driver, own, slices, 4864));
    assertThat(machine(gpu).labels(MigStrategy.MIXED, Sharing.none()).labels())
        .containsEntry("nvidia.com/mig-" + profile + ".count", "1");
  }

  @Test
  void withoutASizeTheDriversNameOfTheProfileCounts() {
    var unread =
        new ComputeInstance(
            0, "MIG-1", "1g.5gb+me", Reading.unsupported(), Reading.failed("f", 999));
    var set =
        machine(a100(0).instance("1g.5gb+me", Reading.unsupported(), unread))
            .labels(MigStrategy.MIXED, Sharing.none());
    assertThat(set.labels())
        .containsEntry("nvidia.com/mig-1g.5gb.me.count", "1")
        .doesNotContainKey("nvidia.com/mig-1g.5gb.me.memory");
    assertThat(set.isUnknown("nvidia.com/mig-1g.5gb.me.memory")).isTrue();
  }

  @Test
  void aProfileNobodyTellsLeavesAllThatDependsOnItUnknown() {
    var unread = new ComputeInstance(0, "MIG-1", "unknown", Reading.unsupported());
    var gpu = a100(0).instance("unknown", Reading.unsupported(), unread);
    for (var strategy : List.of(MigStrategy.SINGLE, MigStrategy.MIXED)) {
      var set = machine(gpu).labels(strategy, Sharing.none());
      assertThat(set.labels()).doesNotContainKeys(GPU + "product", GPU + "count");
      assertThat(set.isUnknown(GPU + "product")).isTrue();
      assertThat(set.isUnknown("nvidia.com/mig-1g.5gb.count")).isTrue();
    }
  }

  @Test
  void ofSeveralModelsTheMostThenTheFirstIsTold() {
    var set = machine(h100(0), a100(1), a100(2)).labels();
    assertThat(set.labels())
        .containsEntry(GPU + "product", "NVIDIA-A100-SXM4-40GB")
        .containsEntry(GPU + "count", "2")
        .containsEntry(GPU + "memory", "40960");
    assertThat(set.problems()).anyMatch(one -> one.complaint().contains("several models"));
    assertThat(machine(h100(0), a100(1)).labels().labels())
        .containsEntry(GPU + "product", "NVIDIA-H100-80GB-HBM3");
  }

  @Test
  void labelsOfSeveralModelsNeverMix() {
    var unified =
        new Gpu(0, "NVIDIA GB10", 0, 12, 1).with(DeviceSignal.MEMORY_TOTAL, Reading.of(0L));
    assertThat(machine(unified, h100(1)).labels().labels())
        .containsEntry(GPU + "product", "NVIDIA-GB10")
        .doesNotContainKey(GPU + "memory");
  }

  @Test
  void aNodeWithoutGpusHasNoDeviceLabelsNotEvenACountOfZero() {
    var facts = new NodeFacts(Optional.of("Server"), Optional.of(List.of()), Machine.STARTED);
    assertThat(machine().labels(facts).labels())
        .containsOnly(
            Map.entry("nvidia.com/gfd.timestamp", "1767225600"),
            Map.entry("nvidia.com/vgpu.present", "false"));
  }

  @ParameterizedTest
  @CsvSource({"DGX Display", "NVIDIA DGX Display"})
  void aDisplayCardIsNoGpu(String name) {
    assertThat(machine(h100(0), new Gpu(1, name, 4096, 7, 5)).labels().labels())
        .containsEntry(GPU + "count", "1")
        .containsEntry(GPU + "product", "NVIDIA-H100-80GB-HBM3");
  }

  @Test
  void nothingIsToldWhileNvmlIsAway() {
    var before = machine(h100(0)).labels();
    var away =
        Labels.of(
            NodeSnapshot.starting(Machine.STARTED, false),
            NodeFacts.unknown(Machine.STARTED),
            PlainLabels.CONFIG);
    assertThat(away.labels()).isEmpty();
    assertThat(away.keeping(before).labels()).isEqualTo(before.labels());
  }

  @Test
  void aLostGpuIsStillCounted() {
    var lost = new GpuCondition.Lost("nvmlDeviceGetPowerUsage", 15, Machine.STARTED);
    assertThat(machine(h100(0), h100(1).condition(lost)).labels().labels())
        .containsEntry(GPU + "count", "2");
  }

  @Test
  void aGpuTakenOutOfTheMachineIsNotCounted() {
    var gone = new GpuCondition.Lost("nvmlDeviceGetHandleByIndex_v2", 28, Machine.STARTED);
    assertThat(machine(h100(0), h100(1).condition(gone)).unidentified(-1).labels().labels())
        .containsEntry(GPU + "count", "1");
  }

  @Test
  void aGpuThatNvmlCountsButDoesNotNameLeavesTheCountUnknown() {
    var set = machine(h100(0)).unidentified(1).labels();
    assertThat(set.labels())
        .doesNotContainKey(GPU + "count")
        .containsEntry(GPU + "product", "NVIDIA-H100-80GB-HBM3");
    assertThat(set.isUnknown(GPU + "count")).isTrue();
  }

  @Test
  void theTimestampIsThatOfTheStartAndCanBeLeftOut() {
    var set = machine(h100(0)).labels();
    assertThat(set.labels()).containsEntry("nvidia.com/gfd.timestamp", "1767225600");
    var silent = new PluginConfig(Optional.empty(), true, Optional.empty(), Sharing.none());
    var config = PlainLabels.CONFIG;
    assertThat(
            machine(h100(0))
                .labels(
                    new LabelsConfig(
                        config.owner(),
                        config.migStrategy(),
                        silent,
                        true,
                        false,
                        false,
                        config.hold()))
                .labels())
        .doesNotContainKey("nvidia.com/gfd.timestamp");
  }

  @Test
  void aProductTooLongForALabelIsLeftOutAndTheRestStands() {
    var name = "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition With A Long Name";
    var set = machine(new Gpu(0, name, 97887, 12, 0)).labels();
    assertThat(set.labels()).doesNotContainKey(GPU + "product").containsEntry(GPU + "count", "1");
    assertThat(set.problems()).anyMatch(one -> one.key().equals(GPU + "product"));
  }

  @Test
  void imexDomainsAreNoLabelsAnyMore() {
    var gpu = h100(0).fabric(3, 0, "5f3a9c12-7b60-4d1e-8a44-20c6be91d703", 2);
    assertThat(machine(gpu).labels().labels())
        .containsEntry(GPU + "clique", "5f3a9c12-7b60-4d1e-8a44-20c6be91d703.2")
        .doesNotContainKey(GPU + "imex-domain");
  }
}
