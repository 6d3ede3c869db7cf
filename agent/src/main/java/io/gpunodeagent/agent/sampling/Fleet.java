package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.snapshot.GpuEvents;
import io.gpunodeagent.agent.snapshot.GpuIdentity;
import io.gpunodeagent.agent.snapshot.GpuSample;
import io.gpunodeagent.agent.snapshot.SamplingPlan;
import io.gpunodeagent.nvml.NvmlReturn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** All GPUs ever seen, and how they are now. Confined to the coordinator. */
final class Fleet {

  private static final Comparator<GpuView> BY_INDEX =
      Comparator.<GpuView>comparingInt(view -> view.identity().index())
          .thenComparing(view -> view.identity().uuid());

  private final Map<String, GpuView> byUuid = new HashMap<>();
  private final SamplerClock clock;
  private final EventJournal journal;

  Fleet(SamplerClock clock, EventJournal journal) {
    this.clock = clock;
    this.journal = journal;
  }

  /** Takes what the readers of a session have by now. */
  void update(Session session, ConditionRule.Limits limits) {
    var present = new HashMap<String, GpuReader>();
    for (var reader : session.readers()) {
      var known = reader.identity();
      if (known != null) {
        present.put(known.identity().uuid(), reader);
        update(view(known.identity()), reader, limits);
      }
    }
    for (var view : byUuid.values()) {
      if (!present.containsKey(view.identity().uuid())) {
        missing(view, session);
      }
    }
  }

  private GpuView view(GpuIdentity identity) {
    var view = byUuid.computeIfAbsent(identity.uuid(), _ -> new GpuView(identity, clock.now()));
    view.identified(identity);
    return view;
  }

  private void update(GpuView view, GpuReader reader, ConditionRule.Limits limits) {
    // The pass first: it is taken away after its outcome is there.
    var unfinished = reader.unfinished();
    var outcome = reader.outcome();
    long now = clock.nanoTime();
    if (outcome instanceof GpuOutcome.Read(var result) && view.take(result, now)) {
      result.clockReasons().ifPresent(mask -> journal.sampledClocks(view.identity().uuid(), mask));
    }
    var busy =
        unfinished == null
            ? Duration.ofNanos(-1)
            : Duration.ofNanos(Math.max(0, now - reader.stuckSince(unfinished)));
    var evidence = new ConditionRule.Evidence(outcome, busy, reader.log().current(), view.age(now));
    view.become(ConditionRule.judge(view.condition(), evidence, limits, clock.now()));
  }

  /** A GPU of an earlier session that no reader of this one has found. */
  private void missing(GpuView view, Session session) {
    boolean searching = false;
    var function = "nvmlDeviceGetHandleByIndex_v2";
    int code = NvmlReturn.GPU_NOT_FOUND.value();
    for (var reader : session.readers()) {
      switch (reader.outcome()) {
        case GpuOutcome.Pending _ -> searching = true;
        case GpuOutcome.Unidentified(var refusing, var refusal) -> {
          function = refusing;
          code = refusal;
        }
        case GpuOutcome.Lost(var refusing, var refusal) when reader.identity() == null -> {
          function = refusing;
          code = refusal;
        }
        default -> {}
      }
    }
    if (!searching) {
      view.become(ConditionRule.lost(view.condition(), function, code, clock.now()));
    }
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

  /** All GPUs in index order, as published: those that have answered, or failed to. */
  List<GpuSample> samples(Function<String, GpuEvents.Watch> watch) {
    return byUuid.values().stream()
        .filter(view -> view.result().isPresent() || !view.fresh())
        .sorted(BY_INDEX)
        .map(
            view -> {
              var uuid = view.identity().uuid();
              return view.sample(journal.of(uuid, watch.apply(uuid)));
            })
        .toList();
  }
}
