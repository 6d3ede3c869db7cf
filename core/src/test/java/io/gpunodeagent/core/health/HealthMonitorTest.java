// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import static io.gpunodeagent.core.health.cause.GpuState.DEGRADED;
import static io.gpunodeagent.core.health.cause.GpuState.HEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNHEALTHY;
import static io.gpunodeagent.core.health.cause.GpuState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.health.cause.HealthAction;
import io.gpunodeagent.core.health.output.HealthLabels;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents.Watch;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import io.gpunodeagent.core.snapshot.XidKind;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthMonitorTest {

  private static final Duration SETTLE = Duration.ofSeconds(60);
  private static final Duration RECOVERY_TOLD = Duration.ofMinutes(5);
  private static final Reading<Long> FAILED = Reading.failed("nvmlDeviceGetFieldValues", 999);

  private final BuiltNode node = new BuiltNode(1);

  @Test
  void aGpuOfWhichEverythingIsGoodIsHealthy() {
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.of(0).findings()).isEmpty();
    assertThat(node.reported).isEmpty();
  }

  @Test
  void aGpuThatHasNotBeenReadIsUnknownAndHealthyWithItsFirstReadings() {
    node.gpu().read(false);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.gpu().read(true);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.reported).isEmpty();
  }

  static List<Signal<Long>> needed() {
    return HealthSignals.NEEDED;
  }

  @ParameterizedTest
  @MethodSource("needed")
  void aNeededReadingThatFailsMakesTheGpuUnknown(Signal<Long> signal) {
    node.gpu().set(signal, FAILED);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(causes()).contains(FaultCause.UNREADABLE.cause());
  }

  @ParameterizedTest
  @MethodSource("needed")
  void aNeededReadingThatNobodyAskedForMakesTheGpuUnknown(Signal<Long> signal) {
    node.gpu().without(signal);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @MethodSource("needed")
  void whatABoardDoesNotHaveIsNoFault(Signal<Long> signal) {
    node.gpu().set(signal, Reading.unsupported());
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void anAdvisoryReadingMayFail() {
    HealthSignals.ADVISORY.forEach(signal -> node.gpu().set(signal, FAILED));
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void eccThatIsOnAndCannotBeCountedIsUnknown() {
    node.gpu()
        .set(HealthSignals.UNCORRECTED_VOLATILE, Reading.unsupported())
        .set(HealthSignals.UNCORRECTED_AGGREGATE, Reading.unsupported());
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.gpu().set(HealthSignals.ECC_MODE, 0);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void anUnreadableLinkIsUnknown() {
    node.gpu().unreadableLink(2);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
  }

  @Test
  void xidsThatNobodyWatchesLeaveTheGpuUnknown() {
    node.gpu().watched(false);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(node.reported).isEmpty();
    node.during(SETTLE);
    assertThat(node.reported).extracting(HealthEvent::reason).containsExactly("GpuXidsUnwatched");
  }

  @Test
  void aGpuIsNotJudgedBeforeItsXidsAreWatched() {
    node.gpu().watch(Watch.PENDING);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(node.health().judged()).isFalse();
    node.gpu().watch(Watch.ON);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.health().judged()).isTrue();
    assertThat(node.reported).isEmpty();
  }

  @Test
  void aWatchThatNeverCameIsAJudgementToo() {
    node.gpu().watch(Watch.PENDING);
    node.next();
    node.gpu().watch(Watch.OFF);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(node.health().judged()).isTrue();
    assertThat(causes()).containsExactly(FaultCause.XIDS_UNWATCHED.cause());
  }

  @Test
  void aGpuThatCannotBeReadIsJudgedOnceItIsWatched() {
    node.gpu().watch(Watch.PENDING).set(HealthSignals.NEEDED.getFirst(), Reading.failed("f", 999));
    node.next();
    node.gpu().watch(Watch.ON);
    node.next();
    assertThat(node.health().judged()).isTrue();
    assertThat(causes()).containsExactly(FaultCause.UNREADABLE.cause());
  }

  @Test
  void aGpuThatWasJudgedStaysAsItIsWhileItsWatchIsSetUpAgain() {
    node.next();
    node.gpu().watch(Watch.PENDING);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.health().judged()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 31, 43, 45, 63, 8, 69, 137})
  void applicationErrorsAndNotesLeaveTheGpuHealthy(int code) {
    node.next();
    node.gpu().xid(code);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(causes()).containsExactly(new Cause.XidError(code));
    assertThat(node.reported).extracting(HealthEvent::reason).containsExactly("GpuXid");
    node.during(Duration.ofMinutes(10));
    assertThat(causes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "48, UNHEALTHY",
    "62, UNHEALTHY",
    "64, UNHEALTHY",
    "74, DEGRADED",
    "79, UNHEALTHY",
    "94, DEGRADED",
    "95, UNHEALTHY",
    "120, UNHEALTHY",
    "154, UNKNOWN"
  })
  void anXidTheDriverTellsTheRecoveryOfEndsWithTheDriversWord(int code, GpuState expected) {
    node.next();
    node.gpu().xid(code).set(HealthSignals.RECOVERY_ACTION, 1);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().set(HealthSignals.RECOVERY_ACTION, 0);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(expected);
    node.during(RECOVERY_TOLD.minus(SETTLE).minus(BuiltNode.PERIOD));
    assertThat(node.state()).isEqualTo(expected);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @ParameterizedTest
  @ValueSource(ints = {46, 119, 140, 79, 95})
  void aFatalXidOfADriverThatDoesNotTellLastsUntilAReset(int code) {
    node.gpu().set(HealthSignals.RECOVERY_ACTION, Reading.unsupported());
    node.gpu().set(HealthSignals.ENERGY, 4_000_000);
    node.next();
    node.gpu().xid(code);
    node.next();
    node.during(Duration.ofHours(3));
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().set(HealthSignals.ENERGY, 12);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void theDriversWordDoesNotEndAnXidItDoesNotSpeakOf() {
    node.gpu().xid(119);
    node.during(Duration.ofHours(3));
    assertThat(node.state()).isEqualTo(UNHEALTHY);
  }

  @Test
  void anXidNobodyDocumentsIsReportedAndTheGpuUnknownForAnHour() {
    node.next();
    node.gpu().xid(321);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    assertThat(node.reported.getFirst().message()).contains("XID 321 unknown XID");
    node.during(Duration.ofMinutes(59));
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.during(Duration.ofMinutes(1));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "1, UNHEALTHY, RESET_GPU",
    "2, UNHEALTHY, RESTART_NODE",
    "3, DEGRADED, DRAIN_PEER_TO_PEER",
    "4, DEGRADED, RESET_GPU",
    "5, UNHEALTHY, RECOVER_IMEX",
    "6, UNHEALTHY, RESET_BUS",
    "7, UNHEALTHY, RESTART_NODE",
    "8, UNKNOWN, DRAIN_AND_INSPECT",
    "2147483647, UNKNOWN, DRAIN_AND_INSPECT"
  })
  void theRecoveryActionOfTheDriverIsFollowed(int code, GpuState state, HealthAction action) {
    node.gpu().xid(154).set(HealthSignals.RECOVERY_ACTION, code);
    node.next();
    assertThat(node.state()).isEqualTo(state.or(UNKNOWN));
    node.during(Duration.ofMinutes(30));
    var wanted = finding(new Cause.RecoveryWanted(code));
    assertThat(wanted.effect()).isEqualTo(state);
    assertThat(wanted.action()).isEqualTo(action);
  }

  @ParameterizedTest
  @ValueSource(longs = {4294967295L, -1, Long.MIN_VALUE})
  void aRecoveryActionThatIsNoNumberOfNvmlsIsNeverHealthy(long code) {
    node.gpu().set(HealthSignals.RECOVERY_ACTION, code);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
  }

  @Test
  void aRecoveryActionIsReportedWithItsName() {
    node.gpu().set(HealthSignals.RECOVERY_ACTION, 6);
    node.next();
    assertThat(node.reported.getFirst().message())
        .contains("the driver wants a reset of the GPU's bus (recovery action is 6, BUS_RESET)");
  }

  static Stream<Arguments> states() {
    return Stream.of(
        state(
            FaultCause.ROW_REMAP_PENDING, DEGRADED, gpu -> gpu.set(HealthSignals.REMAP_PENDING, 1)),
        state(
            FaultCause.ROW_REMAP_FAILED, UNHEALTHY, gpu -> gpu.set(HealthSignals.REMAP_FAILURE, 1)),
        state(
            FaultCause.RETIRED_PAGES_PENDING,
            DEGRADED,
            gpu -> gpu.set(HealthSignals.RETIRED_PENDING, 1)),
        state(
            FaultCause.MEMORY_UNREPAIRABLE,
            UNHEALTHY,
            gpu -> gpu.set(DeviceSignal.MEMORY_UNREPAIRABLE, 1)),
        state(
            FaultCause.SRAM_THRESHOLD_EXCEEDED,
            UNHEALTHY,
            gpu -> gpu.set(DeviceSignal.SRAM_THRESHOLD_EXCEEDED, 1)),
        state(FaultCause.FABRIC_FAILED, UNHEALTHY, gpu -> gpu.set(DeviceSignal.FABRIC_STATUS, 999)),
        state(
            FaultCause.FABRIC_FAILED,
            UNHEALTHY,
            gpu -> gpu.set(DeviceSignal.FABRIC_HEALTH_SUMMARY, 2)),
        state(
            FaultCause.FABRIC_FAILED,
            UNHEALTHY,
            gpu -> gpu.set(DeviceSignal.FABRIC_HEALTH_MASK, 0b0001_0000)),
        state(
            FaultCause.FABRIC_FAILED,
            UNHEALTHY,
            gpu -> gpu.set(DeviceSignal.FABRIC_HEALTH_MASK, 0x400)),
        state(
            FaultCause.FABRIC_DEGRADED,
            DEGRADED,
            gpu -> gpu.set(DeviceSignal.FABRIC_HEALTH_MASK, 1)),
        state(
            FaultCause.FABRIC_DEGRADED,
            DEGRADED,
            gpu -> gpu.set(DeviceSignal.FABRIC_HEALTH_SUMMARY, 3)),
        state(FaultCause.LOST, UNHEALTHY, gpu -> gpu.lost(15)),
        state(FaultCause.RESET_REQUIRED, UNHEALTHY, gpu -> gpu.lost(16)));
  }

  private static Arguments state(FaultCause fault, GpuState expected, Consumer<BuiltGpu> change) {
    return Arguments.of(fault, expected, change);
  }

  @ParameterizedTest
  @MethodSource("states")
  void aFaultThatIsReadCountsAtOnceAndSettlesAfterIt(
      FaultCause fault, GpuState expected, Consumer<BuiltGpu> change) {
    node.next();
    change.accept(node.gpu());
    node.next();
    assertThat(node.state()).isEqualTo(expected);
    assertThat(causes()).containsExactly(fault.cause());
    node.gpus.set(0, new BuiltGpu(0));
    node.during(SETTLE.minus(BuiltNode.PERIOD));
    assertThat(node.state()).isEqualTo(expected);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.reported).extracting(HealthEvent::warning).containsExactly(true, false);
  }

  @Test
  void aFabricThatSaysItIsWellIsWell() {
    // No fault in any field: 2 in each pair of bits, the right configuration, a partition.
    node.gpu().set(DeviceSignal.FABRIC_HEALTH_MASK, 0b01_0001_10_10_10_10);
    node.gpu().set(DeviceSignal.FABRIC_HEALTH_SUMMARY, 1);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "0x40, HARDWARE_SLOWDOWN", "0x48, HARDWARE_SLOWDOWN", "0x08, HARDWARE_SLOWDOWN",
    "0x80, POWER_BRAKE", "0x88, POWER_BRAKE", "0x20, THERMAL_SLOWDOWN"
  })
  void aSlowdownCountsWhenItPersists(String mask, FaultCause fault) {
    node.next();
    node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, Long.decode(mask));
    node.during(Duration.ofSeconds(60));
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.reported).isEmpty();
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(causes()).containsExactly(fault.cause());
    node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, 1);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aSlowdownThatComesAndGoesAddsUp() {
    for (int i = 0; i < 14; i++) {
      node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, 0x40);
      node.next();
      node.next();
      node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, 0);
      node.next();
    }
    assertThat(node.state()).isEqualTo(DEGRADED);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x1, 0x2, 0x4, 0x10, 0x100})
  void clocksThatAreHeldForOtherReasonsAreNoFault(long mask) {
    node.gpu().set(DeviceSignal.CLOCKS_EVENT_REASONS, mask);
    node.during(Duration.ofMinutes(10));
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(causes()).isEmpty();
  }

  @Test
  void uncorrectableErrorsLastUntilTheCountStartsOver() {
    node.gpu().set(HealthSignals.RECOVERY_ACTION, Reading.unsupported());
    node.next();
    node.gpu().set(HealthSignals.UNCORRECTED_VOLATILE, 2);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    assertThat(finding(FaultCause.UNCORRECTABLE_ERRORS.cause()).count()).isEqualTo(2);
    node.during(Duration.ofHours(2));
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().set(HealthSignals.UNCORRECTED_VOLATILE, 0);
    node.during(SETTLE.plus(BuiltNode.PERIOD));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void uncorrectableErrorsFromBeforeTheAgentStartedCountToo() {
    node.gpu().set(HealthSignals.UNCORRECTED_VOLATILE, 1);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
  }

  @Test
  void errorsOverTheBoardsLifeCountOnlyWhenTheyGrow() {
    node.gpu().set(HealthSignals.UNCORRECTED_AGGREGATE, 40);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    node.gpu().set(HealthSignals.UNCORRECTED_AGGREGATE, 41);
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    node.during(Duration.ofHours(1));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aLostGpuComesBackAsAfterAReset() {
    node.gpu().set(HealthSignals.RECOVERY_ACTION, Reading.unsupported());
    node.next();
    node.gpu().xid(79).lost(15);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    assertThat(causes()).contains(new Cause.XidError(79), FaultCause.LOST.cause());
    node.during(Duration.ofMinutes(20));
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().fresh();
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aHungGpuIsUnknownThenUnhealthy() {
    node.next();
    node.gpu().hung();
    node.during(Duration.ofSeconds(60));
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().fresh();
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aShortHangIsForgottenWithTheFirstReading() {
    node.next();
    node.gpu().hung();
    node.next();
    node.gpu().fresh();
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.reported).isEmpty();
  }

  @Test
  void aGpuOnTheBusThatNvmlDoesNotShowIsMissing() {
    var pair = new BuiltNode(2).onBus("00000000:01:00.0", "00000000:02:00.0");
    pair.gpus.get(1).shown(false);
    pair.next();
    assertThat(pair.health().worst()).isEqualTo(UNKNOWN);
    pair.during(SETTLE);
    assertThat(pair.health().worst()).isEqualTo(UNHEALTHY);
    assertThat(pair.health().gpus()).containsOnlyKeys("GPU-0", "pci-00000000:02:00.0");
    assertThat(pair.reported.getFirst().message()).startsWith("GPU at 00000000:02:00.0 ");
    pair.gpus.get(1).shown(true);
    pair.next();
    assertThat(pair.health().gpus()).containsOnlyKeys("GPU-0", "GPU-1");
    assertThat(pair.health().worst()).isEqualTo(HEALTHY);
  }

  @Test
  void aKnownGpuThatNvmlNoLongerShowsIsNeverHealthy() {
    node.next();
    node.gpu().shown(false);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    node.gpu().shown(true);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aBoardInThePlaceOfAnotherReplacesIt() {
    node.gpu().xid(79);
    node.next();
    var other =
        new BuiltGpu(0) {
          @Override
          String id() {
            return "GPU-new";
          }
        };
    node.gpus.set(0, other);
    node.next();
    assertThat(node.health().gpus()).containsOnlyKeys("GPU-new");
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aGpuThatNvmlCountsAndThatDoesNotSayWhoItIsIsUnknownAndCounted() {
    var waiting = new GpuCondition.Unread("nvmlDeviceGetUUID", BuiltNode.START);
    node.unreadable(new UnreadableGpu(1, waiting)).onBus("00000000:01:00.0", "00000000:02:00.0");
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.health().worst()).isEqualTo(UNKNOWN);
    assertThat(node.health().count(UNKNOWN)).isEqualTo(1);
    assertThat(HealthLabels.of(node.health()))
        .containsEntry("gpu-node-agent.io/gpu.unknown", "1")
        .containsEntry("gpu-node-agent.io/gpu.healthy", "1");
    assertThat(node.health().gpus()).containsOnlyKeys("index-1", "GPU-0");
    assertThat(node.reported).isEmpty();

    var hung = new GpuCondition.Hung("nvmlDeviceGetUUID", BuiltNode.START);
    node.unreadable(new UnreadableGpu(1, hung));
    node.during(Duration.ofMinutes(2));
    assertThat(node.health().count(UNHEALTHY)).isEqualTo(1);
    assertThat(node.reported)
        .extracting(HealthEvent::message)
        .containsExactly(
            "GPU 1 (index-1): the GPU does not answer (in nvmlDeviceGetUUID); recommended: restart"
                + " the node");

    node.unreadable();
    node.next();
    assertThat(node.health().gpus()).containsOnlyKeys("GPU-0", "pci-00000000:02:00.0");
  }

  @ParameterizedTest
  @CsvSource({"4, UNKNOWN", "999, UNKNOWN", "28, UNKNOWN", "15, UNHEALTHY", "16, UNHEALTHY"})
  void whatNvmlRefusesIsUnknownUnlessItIsLost(int code, GpuState state) {
    var refused = new GpuCondition.Lost("nvmlDeviceGetHandleByIndex_v2", code, BuiltNode.START);
    node.unreadable(new UnreadableGpu(1, refused));
    node.during(Duration.ofMinutes(5));
    assertThat(node.health().count(state)).isEqualTo(1);
  }

  @Test
  void aPcieLinkWithFewerLanesThanItCouldHaveDegrades() {
    node.gpu().set(DeviceSignal.PCIE_MAX_WIDTH, 16).set(DeviceSignal.PCIE_WIDTH, 8);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(node.of(0).findings().getFirst().evidence()).isEqualTo("x8 of x16");
    node.gpu().set(DeviceSignal.PCIE_WIDTH, 16);
    node.during(SETTLE.plus(BuiltNode.PERIOD));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aLowerPcieGenerationIsAFaultUnderLoadAndNotAtRest() {
    node.gpu().set(DeviceSignal.PCIE_MAX_GENERATION, 5).set(DeviceSignal.PCIE_GENERATION, 1);
    node.during(Duration.ofMinutes(5));
    assertThat(node.state()).isEqualTo(HEALTHY);
    node.gpu().set(DeviceSignal.GPU_UTILIZATION, 80);
    node.during(SETTLE.plus(BuiltNode.PERIOD));
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(causes()).containsExactly(FaultCause.PCIE_GENERATION_REDUCED.cause());
  }

  @Test
  void aPcieLinkThatCannotBeReadIsNoFault() {
    node.gpu()
        .set(DeviceSignal.PCIE_MAX_WIDTH, 16)
        .set(DeviceSignal.PCIE_WIDTH, Reading.unsupported())
        .set(DeviceSignal.PCIE_MAX_GENERATION, 5)
        .set(DeviceSignal.PCIE_GENERATION, FAILED)
        .set(DeviceSignal.GPU_UTILIZATION, 80);
    node.during(Duration.ofMinutes(5));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aGpuThatHasLeftTheMachineIsForgotten() {
    var two = new BuiltNode(2);
    two.next();
    two.gpu().lost(28);
    two.next();
    assertThat(two.state()).isEqualTo(UNHEALTHY);
    two.departed(two.gpu());
    two.next();
    assertThat(two.health().gpus()).containsOnlyKeys("GPU-1");
    assertThat(two.health().worst()).isEqualTo(HEALTHY);
  }

  @Test
  void aGpuThatHasLeftNvmlAndIsStillOnTheBusIsMissed() {
    var two = new BuiltNode(2).onBus("00000000:01:00.0", "00000000:02:00.0");
    two.next();
    two.departed(two.gpu());
    two.during(Duration.ofMinutes(2));
    assertThat(two.state()).isEqualTo(UNHEALTHY);
  }

  @Test
  void anXidThatTheDriverCallsNonfatalIsANote() {
    node.next();
    node.gpu().xid(XidKind.of(145).asNonFatal());
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.reported)
        .extracting(HealthEvent::message)
        .containsExactly(
            "GPU 0 (GPU-0, 00000000:01:00.0): XID 145 NVLink RLW error, which the driver calls"
                + " nonfatal (reported by NVML)");
    node.gpu().xid(145);
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    assertThat(causes())
        .containsExactlyInAnyOrder(new Cause.XidError(145), new Cause.XidNonFatal(145));
  }

  @Test
  void anXidThatTurnsOutToBeNonfatalIsWithdrawn() {
    node.next();
    node.gpu().xid(145);
    node.next();
    assertThat(node.state()).isEqualTo(DEGRADED);
    node.gpu().nonFatalAfterAll(145);
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(causes()).containsExactly(new Cause.XidNonFatal(145));
  }

  @Test
  void noOtherXidIsANoteForThatWord() {
    node.next();
    node.gpu().xid(XidKind.of(79).asNonFatal());
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
  }

  @Test
  void aGpuOffTheBusIsUnhealthyAlsoWhenNvmlHasNotNoticed() {
    node.next();
    node.message(new DriverMessage.OffBus("00000000:01:00.0"));
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
    assertThat(causes()).containsExactly(FaultCause.OFF_BUS.cause());
    node.during(Duration.ofHours(2));
    assertThat(node.state()).as("until it was reset").isEqualTo(UNHEALTHY);
    node.gpu().lost(15);
    node.next();
    node.gpu().fresh();
    node.during(SETTLE.plus(BuiltNode.PERIOD));
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aGpuThatOnlyTheKernelLogNamesIsUnhealthyUntilNvmlShowsIt() {
    node.message(new DriverMessage.InitFailed("00000000:02:00.0"));
    node.during(Duration.ofMinutes(2));
    assertThat(node.health().gpus()).containsOnlyKeys("GPU-0", "pci-00000000:02:00.0");
    assertThat(node.health().count(UNHEALTHY)).isEqualTo(1);
    node.gpus.add(new BuiltGpu(1));
    node.next();
    assertThat(node.health().gpus()).containsOnlyKeys("GPU-0", "GPU-1");
    assertThat(node.of(1).state()).isEqualTo(HEALTHY);
  }

  @Test
  void aMessageWhileNvmlIsAwayIsNotForgotten() {
    node.next();
    node.problem(Problem.INIT_FAILED).message(new DriverMessage.OffBus("00000000:01:00.0"));
    node.next();
    node.ready();
    node.next();
    assertThat(causes()).contains(FaultCause.OFF_BUS.cause());
  }

  @Test
  void aFatalErrorOfASwitchConcernsTheGpusWithLinksToIt() {
    var two = new BuiltNode(2);
    two.gpus.get(1).direct();
    two.next();
    two.message(new DriverMessage.SwitchError(BuiltGpu.SWITCH, 20034, true));
    two.next();
    assertThat(two.state()).isEqualTo(UNHEALTHY);
    assertThat(two.of(0).findings())
        .extracting(HealthFinding::cause)
        .containsExactly(new Cause.SwitchError(20034, true));
    assertThat(two.of(1).state()).isEqualTo(HEALTHY);
  }

  @Test
  void whereTheSwitchesAreHiddenAFatalErrorConcernsEveryGpuWithLinksToSome() {
    node.gpu().hiddenSwitches();
    node.message(new DriverMessage.SwitchError(BuiltGpu.SWITCH, 20034, true));
    node.next();
    assertThat(node.state()).isEqualTo(UNHEALTHY);
  }

  @Test
  void whereNoGpuHasLinksAFatalErrorConcernsTheNode() {
    node.gpu().withoutLinks();
    node.message(new DriverMessage.SwitchError(BuiltGpu.SWITCH, 20034, true));
    node.next();
    assertThat(node.state()).isEqualTo(HEALTHY);
    assertThat(node.health().node())
        .extracting(HealthFinding::cause)
        .containsExactly(new Cause.SwitchError(20034, false));
    assertThat(node.health().worst()).isEqualTo(DEGRADED);
    node.during(Duration.ofHours(1));
    assertThat(node.health().worst()).isEqualTo(HEALTHY);
  }

  @Test
  void anErrorOfASwitchThatIsNotFatalChangesNothing() {
    node.message(new DriverMessage.SwitchError(BuiltGpu.SWITCH, 12028, false));
    node.next();
    assertThat(node.health().worst()).isEqualTo(HEALTHY);
  }

  @ParameterizedTest
  @EnumSource(Problem.class)
  void withoutTheDriverNothingIsHealthy(Problem problem) {
    node.next();
    node.problem(problem);
    node.next();
    assertThat(node.state()).isEqualTo(UNKNOWN);
    node.during(Duration.ofMinutes(5));
    boolean gone = problem == Problem.DRIVER_NOT_LOADED || problem == Problem.VERSION_MISMATCH;
    assertThat(node.state()).isEqualTo(gone ? UNHEALTHY : UNKNOWN);
    node.ready();
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void aDriverThatWasUnloadedLeavesItsGpusReset() {
    node.gpu().xid(119);
    node.next();
    node.problem(Problem.DRIVER_NOT_LOADED);
    node.next();
    node.ready();
    node.during(SETTLE);
    assertThat(node.state()).isEqualTo(HEALTHY);
  }

  @Test
  void timeWithoutReadingsIsNotGoodTime() {
    node.gpu().set(HealthSignals.REMAP_PENDING, 1);
    node.next();
    node.gpu().set(HealthSignals.REMAP_PENDING, 0);
    node.next();
    node.next(Duration.ofHours(1));
    assertThat(node.state()).isEqualTo(DEGRADED);
    node.gpu().set(HealthSignals.ECC_MODE, FAILED);
    node.during(Duration.ofHours(1));
    node.gpu().set(HealthSignals.ECC_MODE, 1);
    node.next();
    assertThat(causes()).contains(FaultCause.ROW_REMAP_PENDING.cause());
  }

  private List<Cause> causes() {
    return node.of(0).findings().stream().map(HealthFinding::cause).toList();
  }

  private HealthFinding finding(Cause cause) {
    return node.of(0).findings().stream()
        .filter(finding -> finding.cause().equals(cause))
        .findFirst()
        .orElseThrow();
  }
}
