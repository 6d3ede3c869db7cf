// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.AbsentGpus;
import io.gpunodeagent.core.snapshot.DepartedGpu;
import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import io.gpunodeagent.core.sources.SourceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A node of built GPUs whose health is judged every ten seconds of made-up time. */
final class BuiltNode {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration PERIOD = Duration.ofSeconds(10);

  final List<BuiltGpu> gpus = new ArrayList<>();
  final List<HealthEvent> reported = new ArrayList<>();
  private HealthRules rules = HealthRules.forSlowPeriod(Duration.ofSeconds(30));
  private NodeInventory inventory = NodeInventory.unknown();
  private Optional<Problem> problem = Optional.empty();
  private Health health = Health.unknown(START);
  private Duration time = Duration.ofHours(5);
  private Duration began = time;
  private List<UnreadableGpu> unreadable = List.of();
  private List<DepartedGpu> departed = List.of();
  private final Map<DriverMessage, DriverMessages.Count> messages = new HashMap<>();

  BuiltNode(int count) {
    for (int index = 0; index < count; index++) {
      gpus.add(new BuiltGpu(index));
    }
  }

  BuiltNode rules(HealthRules other) {
    rules = other;
    return this;
  }

  HealthRules rules() {
    return rules;
  }

  BuiltNode onBus(String... buses) {
    inventory = new NodeInventory(Optional.of(new TreeSet<>(List.of(buses))));
    return this;
  }

  BuiltNode problem(Problem other) {
    problem = Optional.of(other);
    return this;
  }

  BuiltNode ready() {
    problem = Optional.empty();
    return this;
  }

  BuiltNode unreadable(UnreadableGpu... gpus) {
    unreadable = List.of(gpus);
    return this;
  }

  /** The GPU is not waited for any more. */
  BuiltNode departed(BuiltGpu gpu) {
    gpu.shown(false);
    departed = List.of(new DepartedGpu(gpu.sample().identity(), START));
    return this;
  }

  /** The driver writes to the kernel log. */
  BuiltNode message(DriverMessage message) {
    messages.merge(
        message,
        new DriverMessages.Count(1, START),
        (one, other) -> new DriverMessages.Count(one.count() + other.count(), START));
    return this;
  }

  BuiltGpu gpu() {
    return gpus.getFirst();
  }

  Duration sinceStart() {
    return time.minus(began);
  }

  /** One snapshot, a period later. */
  Health next() {
    return next(PERIOD);
  }

  Health next(Duration later) {
    time = time.plus(later);
    health = HealthMonitor.after(health, snapshot(), rules, inventory);
    reported.addAll(health.events());
    return health;
  }

  /** The agent ends, and another that has counted nothing yet goes on from what was kept. */
  BuiltNode restart() {
    health = Health.restored(health.memory(), START.plus(sinceStart()));
    began = began.minus(time).plusSeconds(1);
    time = Duration.ofSeconds(1);
    messages.clear();
    gpus.forEach(BuiltGpu::forgetXids);
    return this;
  }

  /** Snapshots until {@code time} has gone by; the last health. */
  Health during(Duration period) {
    for (var left = period; left.isPositive(); left = left.minus(PERIOD)) {
      next();
    }
    return health;
  }

  Health health() {
    return health;
  }

  GpuHealth of(int gpu) {
    var found = health.gpus().get(gpus.get(gpu).id());
    if (found == null) {
      throw new AssertionError("GPU " + gpu + " is not known: " + health.gpus().keySet());
    }
    return found;
  }

  GpuState state() {
    return of(0).state();
  }

  private NodeSnapshot snapshot() {
    var samples =
        problem.isPresent()
            ? List.<GpuSample>of()
            : gpus.stream().filter(BuiltGpu::shown).map(BuiltGpu::sample).toList();
    var driver =
        problem
            .<DriverState>map(
                why -> new DriverState.Unavailable(why, "libnvidia-ml.so.1", "wait", START))
            .orElseGet(
                () ->
                    new DriverState.Ready(
                        Reading.of("580.105.08"),
                        Reading.of("13.580.105.08"),
                        Reading.of(13000L),
                        Reading.unsupported(),
                        "libnvidia-ml.so.1",
                        samples.size() + unreadable.size()));
    return new NodeSnapshot(
        1,
        START.plus(sinceStart()),
        time,
        driver,
        false,
        samples,
        new AbsentGpus(unreadable, departed),
        NodeTopology.none(),
        new DriverMessages(new SourceState.Up(START), messages),
        SamplingStatistics.none());
  }
}
