// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.shaper.Gadget;
import io.gpunodeagent.agent.shaper.Shaper;
import io.gpunodeagent.agent.shaper.ShaperConfig;
import io.gpunodeagent.agent.shaper.TimeSlices;
import io.gpunodeagent.core.shaping.Demand;
import io.gpunodeagent.core.shaping.EnforcerReport.Changed;
import io.gpunodeagent.core.shaping.Field;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.KnobStep.Change;
import io.gpunodeagent.core.shaping.Memory;
import io.gpunodeagent.core.shaping.Owned;
import io.gpunodeagent.core.shaping.SettingRefusal;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.SamplingPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two GPUs of the simulated NVML and the simulated nvidia-smi follow what is demanded of them. */
class DeviceShapingTest {

  private static final Knob SLICE = new Knob(Gadget.FIRST, Field.TIME_SLICE);
  private static final Knob OTHER_SLICE = new Knob(Gadget.SECOND, Field.TIME_SLICE);
  private static final Knob MODE = new Knob(Gadget.FIRST, Field.COMPUTE_MODE);
  private static final String SHORT = "Short";

  @TempDir private Path folder;
  private final List<Memory> saved = new ArrayList<>();
  private Optional<Gadget> playing = Optional.empty();
  private Optional<Sampler> sampler = Optional.empty();
  private boolean disk = true;
  private long nanos;

  @BeforeEach
  void start() throws InterruptedException {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "the driver lets root alone set GPUs");
    playing = Optional.of(Gadget.in(folder));
    var source =
        new SamplingConfig.Source(
            Optional.of(Gadget.SIMULATOR.resolve("libnvidia-ml.so.1")),
            gadget().environment(),
            true,
            Optional.empty());
    var config =
        new SamplingConfig(
            source,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            false);
    var plan = new SamplingPlan(Set.of(DeviceSignal.COMPUTE_MODE), SamplingPlan.Processes.NOTHING);
    var started = new Sampler(config, plan, SamplerClock.system());
    sampler = Optional.of(started);
    var ready = new CountDownLatch(1);
    started.onPublish(
        node -> {
          if (node.gpus().size() == 2) {
            ready.countDown();
          }
        });
    started.start();
    assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void stop() {
    sampler.ifPresent(Sampler::close);
  }

  private Gadget gadget() {
    return playing.orElseThrow();
  }

  private Shaper shaper(List<Owned> before) {
    return shaper(before, Duration.ofSeconds(20));
  }

  private Shaper shaper(List<Owned> before, Duration timeout) {
    return new Shaper(
        Map.of(
            Field.TIME_SLICE,
            new TimeSlices(gadget().tool(), timeout),
            Field.COMPUTE_MODE,
            new ComputeModeControl(sampler.orElseThrow().computeModes())),
        new ShaperConfig(
            Path.of("/usr/bin/nvidia-smi"), Duration.ofSeconds(30), timeout, 2, Optional.empty()),
        before,
        memory -> disk && saved.add(memory),
        () -> nanos,
        InstantSource.system());
  }

  private static Demand wanted(String value) {
    return new Demand.Wanted("rule", value, Optional.empty());
  }

  private static SequencedMap<Knob, Demand> demands(Knob knob, Demand demand) {
    return new LinkedHashMap<>(Map.of(knob, demand));
  }

  private static KnobState standing(Shaper shaper, Knob knob) {
    return shaper.report().standings().stream()
        .filter(each -> each.knob().equals(knob))
        .findFirst()
        .orElseThrow();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void whatIsSetIsReadBackAndTakenBack() {
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), false);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo(SHORT);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.APPLIED);
    assertThat(standing(shaper, SLICE).actual()).contains("short");

    shaper.look(demands(SLICE, new Demand.None()), false);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Default");
    assertThat(shaper.owned()).isEmpty();
    assertThat(shaper.report().changes())
        .containsEntry(new Changed(SLICE, Change.APPLY, true), 1L)
        .containsEntry(new Changed(SLICE, Change.RESTORE, true), 1L);
  }

  @Test
  void theComputeModeGoesThroughNvml() {
    var shaper = shaper(List.of());
    shaper.look(demands(MODE, wanted("exclusiveProcess")), false);
    assertThat(gadget().stands(Gadget.FIRST, "compute-mode")).isEqualTo("exclusiveProcess");
    assertThat(standing(shaper, MODE).state()).isEqualTo(State.APPLIED);

    // From now on the GPU is in replicas.
    shaper.look(
        demands(MODE, new Demand.Refused("rule", "exclusiveProcess", SettingRefusal.REPLICAS)),
        false);
    assertThat(gadget().stands(Gadget.FIRST, "compute-mode")).isEqualTo("default");
    assertThat(standing(shaper, MODE).state()).isEqualTo(State.REFUSED);
  }

  @Test
  void whatMpsSetIsLeftAlone() {
    gadget().put(Gadget.FIRST, "compute-mode", "exclusiveProcess");
    var shaper = shaper(List.of());
    shaper.look(demands(MODE, wanted("default")), false);
    assertThat(gadget().stands(Gadget.FIRST, "compute-mode")).isEqualTo("exclusiveProcess");
    assertThat(standing(shaper, MODE).state()).isEqualTo(State.REFUSED);
  }

  @Test
  void aDryRunSetsNothing() {
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), true);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEmpty();
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.PLANNED);
    assertThat(shaper.report().changes()).isEmpty();
  }

  @Test
  void aDriftIsMendedAndAFightGivenUp() {
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), false);
    for (int i = 1; i <= 2; i++) {
      gadget().forget(Gadget.FIRST, "timeslice");
      pass(Duration.ofMinutes(5));
      shaper.look(demands(SLICE, wanted("short")), false);
      assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo(SHORT);
      assertThat(shaper.report().drifts()).containsEntry(SLICE, (long) i);
    }
    gadget().put(Gadget.FIRST, "timeslice", "Long");
    pass(Duration.ofMinutes(5));
    shaper.look(demands(SLICE, wanted("short")), false);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Long");
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.CONTESTED);

    pass(Duration.ofHours(1));
    shaper.look(demands(SLICE, wanted("short")), false);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo(SHORT);
    shaper.restore(Duration.ofSeconds(30));
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Long");
  }

  @Test
  void whatSomebodyElseSetSinceIsNotTakenBack() {
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), false);
    gadget().put(Gadget.FIRST, "timeslice", "Medium");
    shaper.restore(Duration.ofSeconds(30));
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Medium");
    assertThat(shaper.owned()).isEmpty();
  }

  @Test
  void aLaterRunTakesBackWhatAKilledOneSet() {
    shaper(List.of()).look(demands(SLICE, wanted("short")), false);
    var left = saved.getLast().owned();
    assertThat(left).hasSize(1);
    assertThat(left.getFirst().earlier()).isEqualTo("default");

    var later = shaper(left);
    later.look(demands(SLICE, new Demand.None()), false);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Default");
    assertThat(saved.getLast().owned()).isEmpty();
  }

  @Test
  void whatStoodBeforeIsOnTheDiskBeforeAnythingIsSet() {
    disk = false;
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), false);
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEmpty();
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.FAILED);
    assertThat(standing(shaper, SLICE).reason())
        .isEqualTo("the earlier value cannot be saved, so nothing is set");
    assertThat(shaper.owned()).isEmpty();
  }

  @Test
  void oneGpuThatHangsLeavesTheOtherToBeSet() {
    gadget().put(Gadget.FIRST, "fault", "hang");
    var shaper = shaper(List.of(), Duration.ofMillis(1500));
    var both = demands(SLICE, wanted("short"));
    both.put(OTHER_SLICE, wanted("long"));
    shaper.look(both, false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.UNKNOWN);
    assertThat(standing(shaper, OTHER_SLICE).state()).isEqualTo(State.APPLIED);
    assertThat(gadget().stands(Gadget.SECOND, "timeslice")).isEqualTo("Long");

    // It is not asked again at once: it would hang each time.
    gadget().put(Gadget.FIRST, "fault", "none");
    shaper.look(both, false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.UNKNOWN);
    pass(Duration.ofMinutes(1));
    shaper.look(both, false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.APPLIED);
  }

  @Test
  void whatIsSetAndDoesNotTakeIsAFailure() {
    gadget().put(Gadget.FIRST, "fault", "deaf");
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.FAILED);
    assertThat(shaper.report().changes())
        .containsEntry(new Changed(SLICE, Change.APPLY, false), 1L);
    assertThat(shaper.owned()).isEmpty();
  }

  @Test
  void missingRightsAndGpusTooOldAreToldAndHarmless() {
    gadget().put(Gadget.FIRST, "fault", "denied");
    gadget().put(Gadget.SECOND, "fault", "unsupported");
    var shaper = shaper(List.of());
    var both = demands(SLICE, wanted("short"));
    both.put(OTHER_SLICE, wanted("short"));
    shaper.look(both, false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.FAILED);
    assertThat(standing(shaper, SLICE).reason()).contains("lacks the rights");
    assertThat(standing(shaper, OTHER_SLICE).state()).isEqualTo(State.UNSUPPORTED);
    assertThat(shaper.owned()).isEmpty();

    pass(Duration.ofHours(1));
    shaper.look(both, false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.FAILED);
    assertThat(shaper.report().drifts()).isEmpty();
  }

  @Test
  void aGpuThatIsAwayKeepsWhatIsToBeTakenBack() {
    var shaper = shaper(List.of());
    shaper.look(demands(SLICE, wanted("short")), false);
    shaper.look(new LinkedHashMap<>(), false);
    assertThat(standing(shaper, SLICE).state()).isEqualTo(State.UNKNOWN);
    assertThat(shaper.owned()).hasSize(1);
  }
}
