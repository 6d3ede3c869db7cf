// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.GpuState;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The health of all GPUs of the node at one instant.
 *
 * @param asOf when it was judged; the time of its snapshot
 * @param monotonic the same on the snapshots' monotonic clock
 * @param gpus by {@link GpuHealth#id}, in the order of the PCI bus
 * @param node what is wrong with the node all GPUs depend on, worst first
 * @param condition of the Node object; empty on a node without GPUs
 * @param events to be reported now, once
 * @param driverMessages those of the kernel log that have been judged
 */
public record Health(
    Instant asOf,
    Duration monotonic,
    SequencedMap<String, GpuHealth> gpus,
    List<HealthFinding> node,
    Optional<NodeCondition> condition,
    List<HealthEvent> events,
    DriverMessages driverMessages) {

  /** On the monotonic clock, further back than any gap: time since then says nothing. */
  public static final Duration NEVER = Duration.ofDays(-36_500);

  private static final Cause STARTING = new Cause.DriverUnavailable(Problem.STARTING);

  public Health {
    gpus = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gpus));
    node = node.stream().sorted(GpuHealth.WORST_FIRST).toList();
    events = List.copyOf(events);
  }

  /** The same where no kernel log is read. */
  public Health(
      Instant asOf,
      Duration monotonic,
      SequencedMap<String, GpuHealth> gpus,
      List<HealthFinding> node,
      Optional<NodeCondition> condition,
      List<HealthEvent> events) {
    this(asOf, monotonic, gpus, node, condition, events, DriverMessages.off());
  }

  /** Nothing is known yet. */
  public static Health unknown(Instant now) {
    return restored(HealthMemory.none(), now);
  }

  /**
   * What survived a restart of the agent. Each GPU awaits its first reading: nothing is concluded
   * from it before, and what was wrong ends only by what ends it otherwise.
   */
  public static Health restored(HealthMemory memory, Instant now) {
    var gpus = new LinkedHashMap<String, GpuHealth>();
    memory.gpus().forEach(gpu -> gpus.put(gpu.id(), GpuHealth.restored(gpu, now)));
    return new Health(now, NEVER, gpus, memory.node(), Optional.empty(), List.of());
  }

  /** What is to survive a restart of the agent. */
  public HealthMemory memory() {
    return HealthMemory.of(this);
  }

  /** How many GPUs are in {@code state}. */
  public long count(GpuState state) {
    return gpus.values().stream().filter(gpu -> gpu.state() == state).count();
  }

  /**
   * Whether every GPU was judged. Before that, for as long as a call may take, nothing is to be
   * concluded from this health: a GPU that is unknown may be healthy.
   */
  public boolean judged() {
    return node.stream().noneMatch(finding -> finding.cause().equals(STARTING))
        && gpus.values().stream().allMatch(GpuHealth::judged);
  }

  /** The worst state of any GPU, and of the node itself. */
  public GpuState worst() {
    var states = gpus.values().stream().map(GpuHealth::state).toList();
    var nodes = node.stream().map(HealthFinding::effect).toList();
    return GpuState.worst(states).or(GpuState.worst(nodes));
  }
}
