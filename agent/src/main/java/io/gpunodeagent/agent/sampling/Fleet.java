// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.bus.GpuBus;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.agent.sampling.events.EventJournal;
import io.gpunodeagent.agent.sampling.gpm.GpmKey;
import io.gpunodeagent.agent.sampling.gpm.GpmStore;
import io.gpunodeagent.agent.sampling.gpm.GpmTarget;
import io.gpunodeagent.agent.sampling.gpm.GpmWorker;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.AbsentGpus;
import io.gpunodeagent.core.snapshot.DepartedGpu;
import io.gpunodeagent.core.snapshot.GpuEvents;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.nvml.NvmlReturn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All GPUs ever seen, and how they are now. One that is no longer on the PCI bus, or no longer
 * enumerated, is lost first, and has left after {@link #DEPARTED_AFTER}. Confined to the
 * coordinator.
 */
final class Fleet {

  private static final Comparator<GpuView> BY_INDEX =
      Comparator.<GpuView>comparingInt(view -> view.identity().index())
          .thenComparing(view -> view.identity().uuid());

  /** How long a GPU that was taken out is waited for. */
  static final Duration DEPARTED_AFTER = Duration.ofHours(1);

  /** How long NVML is opened again and again for a lost GPU of which the bus says nothing. */
  static final Duration SOUGHT_FOR = Duration.ofHours(1);

  private static final int MOST_DEPARTED = 64;

  private final Map<String, GpuView> byUuid = new HashMap<>();
  private final SequencedMap<String, DepartedGpu> departed = new LinkedHashMap<>();
  private final UnidentifiedGpus unidentified;
  private final SamplerClock clock;
  private final EventJournal journal;
  private List<GpuView> missing = List.of();

  Fleet(SamplerClock clock, EventJournal journal) {
    this.clock = clock;
    this.journal = journal;
    unidentified = new UnidentifiedGpus(clock);
  }

  /** Takes what the readers of a session have by now. */
  void update(Session session, ConditionRule.Limits limits) {
    unidentified.update(session.readers(), limits);
    var missed = new HashMap<>(byUuid);
    for (var reader : session.readers()) {
      var known = reader.identity();
      if (known != null) {
        missed.remove(known.identity().uuid());
        update(known.identity(), reader, session.bus(), limits);
      }
    }
    missing = List.copyOf(missed.values());
    missing.forEach(this::miss);
  }

  private GpuView view(GpuIdentity identity) {
    var view = byUuid.computeIfAbsent(identity.uuid(), _ -> new GpuView(identity, clock.now()));
    view.identified(identity);
    return view;
  }

  private void update(
      GpuIdentity identity, GpuReader reader, GpuBus bus, ConditionRule.Limits limits) {
    if (departed.containsKey(identity.uuid())) {
      if (!(reader.outcome() instanceof GpuOutcome.Read)) {
        return;
      }
      departed.remove(identity.uuid());
    }
    var view = view(identity);
    update(view, reader, limits);
    if (view.lost() && bus.lost(identity.pciBusId())) {
      departIfLong(view);
    } else {
      view.found();
    }
  }

  private void update(GpuView view, GpuReader reader, ConditionRule.Limits limits) {
    long running = clock.runningNanos();
    var evidence = reader.evidence(running);
    if (evidence.outcome() instanceof GpuOutcome.Read(var result) && view.take(result, running)) {
      result.clockReasons().ifPresent(mask -> journal.sampledClocks(view.identity().uuid(), mask));
    }
    var aged = evidence.aged(view.age(running));
    view.become(ConditionRule.judge(view.condition(), aged, limits, clock.now()), clock.nanoTime());
  }

  /** A GPU of an earlier session that no reader of this one has found. */
  private void miss(GpuView view) {
    if (unidentified.waiting()) {
      return;
    }
    var refused = unidentified.refused();
    if (refused.isPresent()) {
      // It is one of those that do not say who they are.
      lose(view, refused.get().function(), refused.get().code());
    } else {
      lose(view, "nvmlDeviceGetHandleByIndex_v2", NvmlReturn.GPU_NOT_FOUND.value());
      departIfLong(view);
    }
  }

  private void lose(GpuView view, String function, int code) {
    var lost = ConditionRule.lost(view.condition(), function, code, clock.now());
    view.become(lost, clock.nanoTime());
  }

  private void departIfLong(GpuView view) {
    if (view.missedFor(clock.nanoTime()).compareTo(DEPARTED_AFTER) >= 0) {
      depart(view.identity());
    }
  }

  private void depart(GpuIdentity gpu) {
    byUuid.remove(gpu.uuid());
    departed.put(gpu.uuid(), new DepartedGpu(gpu, clock.now()));
    if (departed.size() > MOST_DEPARTED) {
      departed.pollFirstEntry();
    }
    StateLog.departed(gpu, DEPARTED_AFTER);
  }

  /** GPUs of which there is no sample. */
  AbsentGpus absent() {
    var missed = missing.stream().map(view -> view.identity().index()).toList();
    return new AbsentGpus(unidentified.without(missed), List.copyOf(departed.values()));
  }

  /**
   * Whether NVML is to be opened again for a lost GPU. Not where the bus shows whether the GPU is
   * there: its reader goes on asking, and the others keep their sessions.
   */
  boolean seeks(Session session) {
    long now = clock.nanoTime();
    return any(
        view ->
            view.lost()
                && !session.bus().shows(view.identity().pciBusId())
                && view.lostFor(now).compareTo(SOUGHT_FOR) < 0);
  }

  boolean any(Predicate<GpuView> property) {
    return byUuid.values().stream().anyMatch(property);
  }

  /** What is to be sampled of GPM now, for what {@code plan} asks of it. */
  GpmWorker.Orders gpmOrders(Session session, SamplingPlan plan, Duration period) {
    var signals = GpmStore.signals(plan);
    var targets =
        session.samplesGpm() && !signals.isEmpty() ? gpmTargets(session) : List.<GpmTarget>of();
    return new GpmWorker.Orders(targets, signals, period);
  }

  /** What has GPM now: GPUs and their instances that are fresh. */
  private List<GpmTarget> gpmTargets(Session session) {
    var targets = new ArrayList<GpmTarget>();
    for (var view : byUuid.values()) {
      var result = view.result();
      var device = session.devices().get(view.identity().index());
      if (view.fresh() && device != null && result.isPresent() && result.get().gpm()) {
        var uuid = view.identity().uuid();
        targets.add(new GpmTarget(GpmKey.gpu(uuid), device));
        for (var instance : result.get().instances()) {
          targets.add(new GpmTarget(GpmKey.instance(uuid, instance.gpuInstanceId()), device));
        }
      }
    }
    return targets;
  }

  /** All GPUs that have said who they are, in index order. */
  List<GpuSample> samples(Function<String, GpuEvents.Watch> watch) {
    return byUuid.values().stream()
        .sorted(BY_INDEX)
        .map(
            view -> {
              var uuid = view.identity().uuid();
              return view.sample(journal.of(uuid, watch.apply(uuid)));
            })
        .toList();
  }
}
