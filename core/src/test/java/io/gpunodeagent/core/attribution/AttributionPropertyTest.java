// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.core.attribution.Attributed.Source;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the node: the joins lose nothing and count nothing twice. */
class AttributionPropertyTest {

  private static final int CASES = 3_000;

  @Test
  void nothingIsLostAndNothingCountedTwice() {
    var seen = new HashMap<String, Integer>();
    for (long seed = 0; seed < CASES; seed++) {
      var random = new RandomInputs(seed);
      var now = Instant.EPOCH.plusSeconds(1000);
      var first = random.draw(now);
      var previous = Attribution.join(first, AttributedSnapshot.starting(first.node()));
      check(seed, first, previous, seen);
      var second = random.draw(now.plusSeconds(10));
      check(seed, second, Attribution.join(second, previous), seen);
    }
    // A generator that never reaches a branch proves nothing about it.
    assertThat(seen.keySet())
        .containsAll(names(Occupant.Relation.values()))
        .containsAll(names(AttributedDevice.Sharing.values()))
        .containsAll(names(Unplaced.Reason.values()))
        .containsAll(names(Attributed.Absence.values()))
        .containsAll(names(Source.values()))
        .contains("AllocatedNeverUsed", "UsedNotAllocated", "UsedByAnotherPod");
  }

  private static void check(
      long seed, AttributionInputs inputs, AttributedSnapshot joined, Map<String, Integer> seen) {
    var what = "seed " + seed;
    everyAllocationIsInOnePlace(what, inputs, joined);
    everyProcessIsInOnePlace(what, inputs, joined);
    figuresAddUp(what, inputs, joined);
    exclusiveDevicesHaveOnePod(what, joined);
    doubtLeavesNoFigureOfAProcess(what, joined);
    if (!(joined.allocations() instanceof SourceState.Up)) {
      assertThat(joined.findings()).as(what).isEmpty();
    }
    note(joined, seen);
  }

  private static void everyAllocationIsInOnePlace(
      String what, AttributionInputs inputs, AttributedSnapshot joined) {
    var placed = joined.unplaced().stream().map(Unplaced::allocation);
    var held =
        joined.devices().values().stream()
            .flatMap(AttributedDevice::holders)
            .flatMap(holder -> holder.holding().orElseThrow().entries().stream());
    var found = counts(Stream.concat(placed, held));
    var expected = counts(inputs.allocations().entries().stream());
    int gpus = inputs.node().gpus().size();
    expected.replaceAll(
        (allocation, times) ->
            allocation.device() instanceof DeviceId.All && served(joined, allocation)
                ? times + gpus - 1
                : times);

    assertThat(found).as(what).isEqualTo(expected);
  }

  private static boolean served(AttributedSnapshot joined, Allocation allocation) {
    return joined.devices().values().stream()
        .flatMap(AttributedDevice::holders)
        .anyMatch(holder -> holder.holding().orElseThrow().entries().contains(allocation));
  }

  private static void everyProcessIsInOnePlace(
      String what, AttributionInputs inputs, AttributedSnapshot joined) {
    for (var gpu : inputs.node().gpus()) {
      var listed =
          counts(gpu.processes().toOptional().orElse(List.of()).stream().map(GpuProcess::pid));
      var found =
          joined.devices().values().stream()
              .filter(device -> device.device().gpuUuid().equals(gpu.identity().uuid()))
              .flatMap(AttributionPropertyTest::pids);

      assertThat(counts(found)).as(what).isEqualTo(listed);
    }
    for (var device : joined.devices().values()) {
      assertThat(device.occupants()).as(what).extracting(Occupant::user).doesNotHaveDuplicates();
    }
  }

  private static Stream<Long> pids(AttributedDevice device) {
    var places = new ArrayList<Long>();
    device.occupants().forEach(occupant -> places.addAll(occupant.share().pids()));
    places.addAll(device.host().pids());
    places.addAll(device.unattributed().mpsServers());
    places.addAll(device.unattributed().unseen());
    return places.stream();
  }

  private static void figuresAddUp(
      String what, AttributionInputs inputs, AttributedSnapshot joined) {
    for (var device : joined.devices().values()) {
      var whole = readings(inputs, device.device());
      var memory = whole.flatMap(r -> r.get(DeviceSignal.MEMORY_USED).toOptional());
      var percent = whole.flatMap(AttributionPropertyTest::percent);
      assertThat(number(device.unattributed().memoryBytes()).isPresent())
          .as(what)
          .isEqualTo(memory.isPresent());
      assertThat(number(device.unattributed().smPercent()).isPresent())
          .as(what)
          .isEqualTo(percent.isPresent());
      memory.ifPresent(
          bytes ->
              addUp(what, device, bytes, Share::memoryBytes, device.unattributed().memoryBytes()));
      percent.ifPresent(
          used -> addUp(what, device, used, Share::smPercent, device.unattributed().smPercent()));
    }
  }

  private static <T extends Number> void addUp(
      String what,
      AttributedDevice device,
      Number whole,
      Function<Share, Attributed<T>> figure,
      Attributed<T> residual) {
    double ascribed =
        Stream.concat(device.occupants().stream().map(Occupant::share), Stream.of(device.host()))
            .map(figure)
            .map(AttributionPropertyTest::number)
            .flatMap(Optional::stream)
            .mapToDouble(Double::doubleValue)
            .sum();

    assertThat(ascribed + number(residual).orElseThrow())
        .as(what)
        .isEqualTo(Math.max(whole.doubleValue(), ascribed), within(1e-6));
  }

  /** The figures of a device, straight from the sample. */
  private static Optional<Readings> readings(AttributionInputs inputs, Device device) {
    var gpu =
        inputs.node().gpus().stream()
            .filter(sample -> sample.identity().uuid().equals(device.gpuUuid()))
            .filter(GpuSample::fresh)
            .findFirst();
    return switch (device) {
      case Device.Gpu(var _) -> gpu.filter(sample -> !sample.migEnabled()).map(GpuSample::readings);
      case Device.GpuInstance(var _, var id) ->
          gpu.flatMap(
                  sample ->
                      sample.migInstances().stream()
                          .filter(instance -> instance.gpuInstanceId() == id)
                          .findFirst())
              .map(MigInstance::readings);
    };
  }

  private static Optional<Double> percent(Readings readings) {
    return readings
        .get(DeviceSignal.GPU_UTILIZATION)
        .toOptional()
        .map(Long::doubleValue)
        .or(() -> readings.get(new GpmSignal(2)).toOptional());
  }

  private static void exclusiveDevicesHaveOnePod(String what, AttributedSnapshot joined) {
    for (var device : joined.devices().values()) {
      var podsById = new HashMap<DeviceId, ContainerName>();
      device
          .holders()
          .flatMap(holder -> holder.holding().orElseThrow().entries().stream())
          .filter(entry -> entry.replica().isEmpty() && entry.claim().isEmpty())
          .filter(entry -> !(entry.device() instanceof DeviceId.All))
          .forEach(
              entry -> {
                var other = podsById.putIfAbsent(entry.device(), entry.holder());
                assertThat(other == null ? entry.holder().pod() : other.pod())
                    .as(what)
                    .isEqualTo(entry.holder().pod());
              });
    }
  }

  private static void doubtLeavesNoFigureOfAProcess(String what, AttributedSnapshot joined) {
    for (var device : joined.devices().values()) {
      if (!device.visibility().full()) {
        assertThat(shares(device))
            .as(what)
            .noneMatch(
                share ->
                    share.memoryBytes().source() == Source.PROCESS
                        || share.smPercent().source() == Source.PROCESS);
      }
    }
  }

  private static void note(AttributedSnapshot joined, Map<String, Integer> seen) {
    var notes = new ArrayList<String>();
    joined.unplaced().forEach(unplaced -> notes.add(unplaced.reason().name()));
    joined.findings().forEach(finding -> notes.add(finding.getClass().getSimpleName()));
    for (var device : joined.devices().values()) {
      notes.add(device.sharing().name());
      device.occupants().forEach(occupant -> notes.add(occupant.relation().name()));
      shares(device)
          .flatMap(share -> Stream.of(share.memoryBytes(), share.smPercent()))
          .forEach(
              figure -> {
                notes.add(figure.source().name());
                if (figure instanceof Attributed.Absent<?>(var reason)) {
                  notes.add(reason.name());
                }
              });
    }
    notes.forEach(note -> seen.merge(note, 1, Integer::sum));
  }

  private static Stream<Share> shares(AttributedDevice device) {
    return Stream.concat(
        device.occupants().stream().map(Occupant::share), Stream.of(device.host()));
  }

  private static <T extends Number> Optional<Double> number(Attributed<T> figure) {
    return figure instanceof Attributed.Value<T>(var value, var _)
        ? Optional.of(value.doubleValue())
        : Optional.empty();
  }

  private static <T> Map<T, Integer> counts(Stream<T> elements) {
    var counts = new HashMap<T, Integer>();
    elements.forEach(element -> counts.merge(element, 1, Integer::sum));
    return counts;
  }

  private static List<String> names(Enum<?>[] constants) {
    return Stream.of(constants).map(Enum::name).toList();
  }
}
