// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.agent.persistence.ShapingStore;
import io.gpunodeagent.agent.shaper.Gadget;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobState.State;
import io.gpunodeagent.core.shaping.Memory;
import io.gpunodeagent.core.snapshot.DriverState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole enforcer on a simulated node: its kubelet, its NVML, its nvidia-smi. */
class DeviceEnforcementTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SCENARIO =
      """
      description: two boards, one in replicas and one whole
      driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, branch: r580_00, symbols: 580}
      devices:
        - {model: L40S, uuid: %s, busId: "00000000:21:00.0"}
        - {model: L40S, uuid: %s, busId: "00000000:81:00.0"}
      kubernetes:
        node: {name: node-7}
        pods:
          - name: shared-0
            namespace: team-a
            containers: [{name: main, allocations: [{device: 0, replica: 0}]}]
          - name: shared-1
            namespace: team-a
            containers: [{name: main, allocations: [{device: 0, replica: 1}]}]
          - name: whole
            namespace: team-b
            containers: [{name: main, allocations: [{device: 1}]}]
      """
          .formatted(Gadget.FIRST, Gadget.SECOND);
  private static final String RULES =
      """
      policies:
        dryRun: false
        timeSlice:
          - {name: all, device: {timeSlice: short, computeMode: exclusiveProcess}}
      shaping: {period: 1s}
      """;

  @TempDir private Path folder;
  private Optional<Gadget> playing = Optional.empty();

  @BeforeEach
  void play() {
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "the driver lets root alone set GPUs");
    playing = Optional.of(Gadget.in(folder, SCENARIO));
  }

  private Gadget gadget() {
    return playing.orElseThrow();
  }

  private Path stateFile() {
    return folder.resolve("shaping.json");
  }

  /** Moved into place, as a ConfigMap is: nobody reads half of it. */
  private void configure(String text) {
    try {
      var next = Files.writeString(folder.resolve("next.yaml"), text);
      Files.move(
          next,
          folder.resolve("config.yaml"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private DeviceEnforcement start() throws StartException {
    return start(InstantSource.system());
  }

  private DeviceEnforcement start(InstantSource clock) throws StartException {
    var sources =
        new Sources(
            Optional.of(folder.resolve("config.yaml")),
            Map.of(Simulator.STATE_VARIABLE, gadget().folder().toString()),
            Map.of(
                "nvml.simulate",
                Sources.option("test", gadget().scenario().toString()),
                "shaping.stateFile",
                Sources.option("test", stateFile().toString())),
            Simulator.in(Gadget.SIMULATOR),
            "node-7",
            true);
    return switch (ConfigLoader.loadPart(sources)) {
      case Outcome.Valid valid -> DeviceEnforcement.start(sources, valid, clock, log -> {});
      case Outcome.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private List<KnobState> standings() {
    return new ShapingStore(Optional.of(stateFile()))
        .recall("test")
        .map(Memory::report)
        .map(report -> report.standings())
        .orElseGet(List::of);
  }

  private boolean stands(String uuid, String field, State state) {
    return standings().stream()
        .anyMatch(
            each ->
                each.knob().gpuUuid().equals(uuid)
                    && each.knob().field().label().equals(field)
                    && each.state() == state);
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline)
          .as("%s is awaited, and still there is: %s", what, standings())
          .isNegative();
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void gpusFollowTheRulesOfTheirHoldersUntilTheEnd() throws StartException {
    configure(RULES);
    try (var _ = start()) {
      await("the whole GPU", () -> stands(Gadget.SECOND, "compute_mode", State.APPLIED));
      assertThat(gadget().stands(Gadget.SECOND, "compute-mode")).isEqualTo("exclusiveProcess");
      assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Short");
      assertThat(stands(Gadget.FIRST, "compute_mode", State.REFUSED)).isTrue();
      assertThat(gadget().stands(Gadget.FIRST, "compute-mode")).isEmpty();
    }
    assertThat(gadget().stands(Gadget.SECOND, "compute-mode")).isEqualTo("default");
    assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEqualTo("Default");
    assertThat(gadget().stands(Gadget.SECOND, "timeslice")).isEqualTo("Default");
  }

  @Test
  void aFaultOfALookIsCountedAndTheNextLookSetsTheGpus() throws StartException {
    configure(RULES);
    var faulty = new AtomicBoolean(true);
    var before = LoopFailures.counts().getOrDefault("enforcer", 0L);
    InstantSource clock =
        () -> {
          if (Thread.currentThread().getName().equals("enforcer")
              && faulty.compareAndSet(true, false)) {
            throw new IllegalStateException("a bug");
          }
          return Instant.now();
        };
    try (var _ = start(clock)) {
      await("the whole GPU", () -> stands(Gadget.SECOND, "compute_mode", State.APPLIED));
      assertThat(LoopFailures.counts()).containsEntry("enforcer", before + 1);
    }
  }

  @Test
  void aDryRunThatEndsOnReloadSetsWhatItPlanned() throws StartException {
    configure(RULES.replace("dryRun: false", "dryRun: true"));
    try (var _ = start()) {
      await("the plan", () -> stands(Gadget.FIRST, "time_slice", State.PLANNED));
      assertThat(gadget().stands(Gadget.FIRST, "timeslice")).isEmpty();
      configure(RULES);
      await("the reload", () -> stands(Gadget.FIRST, "time_slice", State.APPLIED));
      configure(RULES.replace("short", "shrt"));
      gadget().forget(Gadget.FIRST, "timeslice");
      await(
          "the drift mended by the last good rules",
          () -> gadget().stands(Gadget.FIRST, "timeslice").equals("Short"));
    }
  }

  @Test
  void whatAKilledRunSetIsTakenBackByTheNext() throws Exception {
    configure(RULES);
    var copy = folder.resolve("copy.json");
    try (var _ = start()) {
      await("the whole GPU", () -> stands(Gadget.SECOND, "compute_mode", State.APPLIED));
      Files.copy(stateFile(), copy);
    }
    // As a killed run would have left it.
    Files.move(copy, stateFile(), StandardCopyOption.REPLACE_EXISTING);
    gadget().put(Gadget.FIRST, "timeslice", "Short");
    gadget().put(Gadget.SECOND, "timeslice", "Long");
    gadget().put(Gadget.SECOND, "compute-mode", "exclusiveProcess");

    configure("shaping: {period: 1s}\n");
    try (var _ = start()) {
      await(
          "what was left", () -> gadget().stands(Gadget.SECOND, "compute-mode").equals("default"));
      await("its end", () -> gadget().stands(Gadget.FIRST, "timeslice").equals("Default"));
    }
    assertThat(gadget().stands(Gadget.SECOND, "timeslice")).isEqualTo("Long");
  }

  /** Certificates and the like are mounted into the agent's container alone. */
  @Test
  void filesOfTheAgentsNeedNotBeThereAndWhatTheyWouldTellIsUnknown() throws StartException {
    configure(
        RULES
            + "labels: {pluginConfig: /nowhere/plugin.yaml}\n"
            + "web: {basicAuth: /nowhere/users}\n");
    try (var _ = start()) {
      await("the time slice", () -> stands(Gadget.SECOND, "time_slice", State.APPLIED));
      assertThat(stands(Gadget.SECOND, "compute_mode", State.REFUSED)).isTrue();
    }
  }

  /** Whoever may write the file could have it load anything. */
  @Test
  void aLibraryThatTheFileNamesIsNotLoaded() throws Exception {
    var library = Gadget.SIMULATOR.resolve("libnvidia-ml.so.1");
    configure(RULES + "nvml: {library: " + library + "}\nkubelet: {socket: off}\n");
    var sources =
        new Sources(
            Optional.of(folder.resolve("config.yaml")),
            gadget().environment(),
            Map.of("shaping.stateFile", Sources.option("test", stateFile().toString())),
            Optional.empty(),
            "node-7",
            true);
    var valid = (Outcome.Valid) ConfigLoader.load(sources);
    assertThat(valid.config().sampling().source().library()).contains(library);
    var looked = new CountDownLatch(1);
    try (var node =
        new ShapingNode(
            valid, sources, Duration.ofSeconds(1), InstantSource.system(), looked::countDown)) {
      node.start();
      assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(
              node.latest().node().driver() instanceof DriverState.Ready ready
                  && ready.libraryPath().equals(library.toString()))
          .isFalse();
      assertThat(node.tool(valid, sources, valid.config().shaping()).environment())
          .containsOnlyKeys("LC_ALL");
    }
  }

  @Test
  void theAgentServesHowItFares() throws Exception {
    configure(RULES);
    try (var _ = start()) {
      await("the whole GPU", () -> stands(Gadget.SECOND, "compute_mode", State.APPLIED));
    }
    var memory = new ShapingStore(Optional.of(stateFile())).recall("test").orElseThrow();
    assertThat(memory.owned()).isEmpty();
    try (var agent =
        RunningAgent.start(
            gadget().scenario().toString(), Map.of("shaping.stateFile", stateFile().toString()))) {
      var lines = agent.scrape().body().lines().filter(line -> line.contains("_device_")).toList();
      assertThat(lines)
          .contains("gpu_device_shaping_up 1.0")
          .contains(
              "gpu_policy_device_changes_total{UUID=\""
                  + Gadget.SECOND
                  + "\",change=\"restore\",field=\"compute_mode\",outcome=\"done\"} 1.0");
    }
  }
}
