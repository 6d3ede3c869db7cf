// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import static io.gpunodeagent.agent.sampling.SimulatedNode.faults;
import static io.gpunodeagent.agent.sampling.SimulatedNode.h100;
import static io.gpunodeagent.core.signal.DeviceSignal.CLOCKS_EVENT_REASONS;
import static io.gpunodeagent.core.signal.DeviceSignal.POWER_USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.ClockEventReason;
import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuEvents.Source;
import io.gpunodeagent.core.snapshot.GpuEvents.Watch;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.XidKind;
import io.gpunodeagent.core.sources.SourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** XIDs by NVML and by the kernel log, and the reasons clocks were held down. */
class EventTest {

  @TempDir Path directory;

  @Test
  void anXidIsCountedOnItsGpu() {
    var start = Instant.now();
    var node = new SimulatedNode(directory, h100(2));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await("watched GPUs", EventTest::allWatched);
      node.rewrite(h100(2), xids(start, "{device: 1, xid: 31}", "{device: 1, xid: 13}"));
      var seen = sampling.await("two XIDs", now -> events(now, 1).xidsByCode().size() == 2);
      assertThat(events(seen, 1).xidsByCode()).containsOnlyKeys(13, 31);
      assertThat(events(seen, 1).xidsInWindow(OptionalInt.empty()))
          .containsEntry(13, 1L)
          .containsEntry(31, 1L);
      assertThat(events(seen, 1).lastXid().orElseThrow().source()).isEqualTo(Source.NVML);
      assertThat(events(seen, 0).xidsByCode()).isEmpty();
    }
  }

  @Test
  void whatNvmlAndTheKernelTellIsCountedOnce() throws IOException {
    var log = Files.writeString(directory.resolve("kmsg"), "");
    var start = Instant.now();
    var busId = "devices: [{model: H100-SXM5-80GB, busId: '00000000:1B:00.0'}]";
    var node = new SimulatedNode(directory, busId).kernelLog(log);
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await("watched GPUs", EventTest::allWatched);
      node.rewrite(busId, xids(start, "{device: 0, xid: 94}", "{device: 0, xid: 94}"));
      sampling.await("two XIDs", now -> count(now, 94) == 2);
      append(log, 94);
      append(log, 94);
      append(log, 79);
      var seen = sampling.await("the kernel's own XID", now -> count(now, 79) == 1);
      assertThat(count(seen, 94)).isEqualTo(2);
      assertThat(events(seen, 0).lastXid().orElseThrow().source()).isEqualTo(Source.KERNEL_LOG);
    }
  }

  @Test
  void xidsOfALostGpuStayCountedThroughEveryEnumeration() throws IOException {
    var log = Files.writeString(directory.resolve("kmsg"), "");
    var devices = "devices: [{model: T4}, {model: T4, busId: '00000000:1B:00.0'}]";
    var node = new SimulatedNode(directory, devices).kernelLog(log);
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(2);
      append(log, 79);
      sampling.await("an XID", now -> !events(now, 1).xids().isEmpty());
      node.rewrite(devices, faults("{lost: 1}"));
      var later = sampling.await("an enumeration", now -> now.statistics().enumerations() >= 2);
      assertThat(events(later, 1).xidsByCode()).containsOnlyKeys(79);
      assertThat(events(later, 1).watched()).isTrue();
    }
  }

  @Test
  void whatTheDriverWritesOfGpusAndSwitchesIsCounted() throws IOException {
    var log = Files.writeString(directory.resolve("kmsg"), "");
    var node = new SimulatedNode(directory, h100(1)).kernelLog(log);
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await(
          "a log that is read", now -> now.driverMessages().state() instanceof SourceState.Up);
      Files.writeString(
          log,
          """
          3,3,3,-;NVRM: GPU 0000:01:00.0: GPU has fallen off the bus.
          3,7,7,-;nvidia-nvswitch1: SXid (PCI:0000:06:00.0): 20034, Fatal, Link 48
          """,
          StandardOpenOption.APPEND);
      var seen = sampling.await("two messages", now -> now.driverMessages().counts().size() == 2);
      assertThat(seen.driverMessages().counts())
          .containsOnlyKeys(
              new DriverMessage.OffBus("00000000:01:00.0"),
              new DriverMessage.SwitchError("00000000:06:00.0", 20034, true));
    }
  }

  @Test
  void anXidNamesItsInstance() {
    var start = Instant.now();
    var devices =
        "devices: [{model: A100-SXM4-40GB, mig: {mode: enabled, instances: [{profile: 1g.5gb, id:"
            + " 9}]}}]";
    var node = new SimulatedNode(directory, devices);
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await("watched GPUs", EventTest::allWatched);
      node.rewrite(
          devices, xids(start, "{device: 0, xid: 94, instance: 9}", "{device: 0, xid: 74}"));
      var seen = sampling.await("two XIDs", now -> events(now, 0).xidsByCode().size() == 2);
      assertThat(events(seen, 0).xidsByInstance())
          .containsOnlyKeys(XidKind.of(74), new XidKind(94, OptionalInt.of(9), false));
    }
  }

  @Test
  void withoutAnySourceXidsAreNotWatched() {
    var node =
        new SimulatedNode(
            directory, h100(1), faults("{function: nvmlEventSetCreate, return: NOT_SUPPORTED}"));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.awaitFresh(1);
      var later = sampling.await("five passes", now -> now.statistics().passes() >= 5);
      assertThat(events(later, 0).watched()).isFalse();
    }
  }

  @Test
  void aCallForEventsThatHangsLeavesXidsUnknown() {
    var hang = faults("{function: nvmlEventSetWait_v2, hang: true}");
    var node = new SimulatedNode(directory, h100(2)).callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await("watched GPUs", EventTest::allWatched);
      node.rewrite(h100(2), hang);
      var blind = sampling.await("GPUs that nobody watches", now -> !events(now, 0).watched());
      assertThat(blind.gpus()).allMatch(GpuSample::fresh);
      assertThat(events(blind, 1).watched()).isFalse();
      node.rewrite(h100(2));
      sampling.await("watched GPUs again", EventTest::allWatched);
    }
  }

  @Test
  void anEventSetThatIsRefusedOnceIsAskedForAgain() {
    var refused = faults("{function: nvmlEventSetCreate, return: UNKNOWN, calls: 1}");
    var node = new SimulatedNode(directory, h100(1), refused);
    try (var sampling = node.sample(POWER_USAGE)) {
      assertThat(sampling.awaitFresh(1).statistics().enumerations()).isEqualTo(1);
      var later = sampling.await("watched GPUs", EventTest::allWatched);
      assertThat(later.statistics().enumerations()).isEqualTo(1);
    }
  }

  @Test
  void aRegistrationThatIsRefusedOnceIsTriedAgain() {
    var refused = faults("{function: nvmlDeviceRegisterEvents, return: UNKNOWN, calls: 1}");
    var node = new SimulatedNode(directory, h100(1), refused);
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await("no watch", now -> !now.gpus().isEmpty() && !events(now, 0).watched());
      sampling.await("watched GPUs", EventTest::allWatched);
    }
  }

  @Test
  void aWatchThatIsBeingSetUpIsPendingAndNotOff() {
    var slow = faults("{function: nvmlDeviceRegisterEvents, delay: 1500ms}");
    var node = new SimulatedNode(directory, h100(1), slow);
    try (var sampling = node.sample(POWER_USAGE)) {
      var first = sampling.awaitFresh(1);
      assertThat(events(first, 0).watch()).isEqualTo(Watch.PENDING);
      var next = sampling.await("its end", now -> events(now, 0).watch() != Watch.PENDING);
      assertThat(events(next, 0).watched()).isTrue();
    }
  }

  @Test
  void aWatchThatHangsIsPendingForAsLongAsACallMayTake() {
    var hung = faults("{function: nvmlDeviceRegisterEvents, hang: true}");
    var node = new SimulatedNode(directory, h100(1), hung).callTimeout(Duration.ofMillis(500));
    try (var sampling = node.sample(POWER_USAGE)) {
      assertThat(events(sampling.awaitFresh(1), 0).watch()).isEqualTo(Watch.PENDING);
      sampling.await("the end of the wait", now -> events(now, 0).watch() == Watch.OFF);
      node.rewrite(h100(1));
      sampling.await("a watch after all", now -> events(now, 0).watched());
    }
  }

  @Test
  void oneLookWaitsForTheWatch() {
    var slow = faults("{function: nvmlDeviceRegisterEvents, delay: 500ms}");
    var config = new SimulatedNode(directory, h100(2), slow).config();
    var plan = new SamplingPlan(Set.of(POWER_USAGE), false);
    try (var sampler = new Sampler(config, plan, SamplerClock.system())) {
      assertThat(allWatched(sampler.sampleOnce())).isTrue();
    }
  }

  @Test
  void aMigChangeThatNvmlTellsIsFollowedAtOnce() {
    var start = Instant.now();
    var devices =
        "devices: [{model: H100-SXM5-80GB, mig: {mode: enabled, instances: [{profile: 1g.10gb, id:"
            + " 7, start: 0}]}}]";
    var node = new SimulatedNode(directory, devices).slowPeriod(Duration.ofHours(1));
    try (var sampling = node.sample(POWER_USAGE)) {
      sampling.await("watched GPUs", EventTest::allWatched);
      node.rewrite(
          devices,
          "events: [{at: "
              + secondsSince(start, 2)
              + "s, device: 0, mig: {mode: enabled, instances: [{profile: 1g.10gb, id: 7, start:"
              + " 0}, {profile: 1g.10gb, id: 8, start: 1}]}}]");
      sampling.await("two instances", now -> now.gpus().getFirst().migInstances().size() == 2);
    }
  }

  @Test
  void eachPassCountsForTheReasonsItSaw() {
    var node =
        new SimulatedNode(
            directory, "devices: [{model: H100-SXM5-80GB, load: {sm: {constant: 0}}}]");
    try (var sampling = node.sample(CLOCKS_EVENT_REASONS)) {
      var later = sampling.await("ten passes", now -> now.statistics().passes() == 10);
      assertThat(events(later, 0).clockSamples()).containsOnlyKeys(ClockEventReason.GPU_IDLE);
      assertThat(events(later, 0).clockSamples().get(ClockEventReason.GPU_IDLE)).isEqualTo(10);
      assertThat(events(later, 0).clockSamplesInWindow())
          .isEqualTo(events(later, 0).clockSamples());
    }
  }

  private static boolean allWatched(NodeSnapshot snapshot) {
    return !snapshot.gpus().isEmpty()
        && snapshot.gpus().stream().map(GpuSample::events).allMatch(GpuEvents::watched);
  }

  private static GpuEvents events(NodeSnapshot snapshot, int gpu) {
    return snapshot.gpus().get(gpu).events();
  }

  private static long count(NodeSnapshot snapshot, int code) {
    var seen = events(snapshot, 0).xidsByCode().get(code);
    return seen == null ? 0 : seen.count();
  }

  /** Events a little ahead of now, so that they are in the future when the file is read. */
  private static String xids(Instant start, String... events) {
    var all = new ArrayList<String>();
    for (var event : events) {
      all.add("{at: " + secondsSince(start, 2) + "s, " + event.substring(1));
    }
    return "events: " + List.copyOf(all);
  }

  private static long secondsSince(Instant start, int ahead) {
    return Duration.between(start, Instant.now()).toSeconds() + 1 + ahead;
  }

  private static void append(Path log, int code) throws IOException {
    Files.writeString(
        log,
        "4,1,1,-;NVRM: Xid (PCI:0000:1b:00): " + code + ", pid=1\n",
        StandardOpenOption.APPEND);
  }
}
