// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import io.gpunodeagent.core.health.cause.XidCatalogue;
import io.gpunodeagent.core.overview.NodeProblem.Severity;
import io.gpunodeagent.core.overview.Occurrence.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuEvents.XidCount;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What happened between one state of the node and the next. */
public final class Occurrences {

  private final NodeState before;
  private final NodeState after;
  private final List<Occurrence> events = new ArrayList<>();

  private Occurrences(NodeState before, NodeState after) {
    this.before = before;
    this.after = after;
  }

  /**
   * In the order of their subjects.
   *
   * @param longestPause between two samples that is nothing to tell of
   */
  public static List<Occurrence> between(NodeState before, NodeState after, Duration longestPause) {
    var between = new Occurrences(before, after);
    between.pause(longestPause);
    between.driver();
    between.gpus();
    between.health();
    between.source(
        "the kubelet", before.attributed().allocations(), after.attributed().allocations());
    between.source("the API server (pods)", before.attributed().pods(), after.attributed().pods());
    between.policies();
    return List.copyOf(between.events);
  }

  private void pause(Duration longest) {
    var time = after.node().monotonic().minus(before.node().monotonic());
    if (started(before) && time.compareTo(longest) > 0) {
      add(Kind.SAMPLING, Severity.WARNING, "no sample was taken for " + time.toSeconds() + " s");
    }
  }

  private static boolean started(NodeState state) {
    return state.node().sequence() > 0;
  }

  private void driver() {
    switch (after.node().driver()) {
      case DriverState.Ready ready -> {
        switch (before.node().driver()) {
          case DriverState.Ready earlier -> {
            var from = version(earlier);
            var to = version(ready);
            if (!from.equals(to)) {
              add(Kind.DRIVER, Severity.NOTE, "the driver was " + from + " and is " + to);
            }
          }
          case DriverState.Unavailable _ ->
              add(
                  Kind.DRIVER,
                  Severity.NOTE,
                  "NVML answers: driver " + version(ready) + ", " + ready.deviceCount() + " GPUs");
        }
      }
      case DriverState.Unavailable(var problem, var detail, var _, var _) -> {
        boolean known =
            before.node().driver() instanceof DriverState.Unavailable earlier
                && earlier.problem() == problem;
        if (!known) {
          add(Kind.DRIVER, Severity.ERROR, "NVML does not answer: " + detail);
        }
      }
    }
  }

  private static String version(DriverState.Ready ready) {
    return ready.driverVersion() instanceof Reading.Value<String>(var version)
        ? version
        : "of an unknown version";
  }

  private void gpus() {
    if (!(before.node().driver() instanceof DriverState.Ready)
        || !(after.node().driver() instanceof DriverState.Ready)) {
      return;
    }
    var earlier = byUuid(before);
    var now = byUuid(after);
    earlier.forEach(
        (uuid, gpu) -> {
          if (!now.containsKey(uuid)) {
            gpu(gpu, Severity.ERROR, "is not enumerated any more");
          }
        });
    now.forEach(
        (uuid, gpu) -> {
          var known = earlier.get(uuid);
          if (known == null) {
            gpu(gpu, Severity.NOTE, "is there");
          } else {
            condition(known, gpu);
            xids(known, gpu);
          }
        });
  }

  private static Map<String, GpuSample> byUuid(NodeState state) {
    var gpus = new LinkedHashMap<String, GpuSample>();
    state.node().gpus().forEach(gpu -> gpus.put(gpu.identity().uuid(), gpu));
    return gpus;
  }

  private void condition(GpuSample earlier, GpuSample gpu) {
    if (earlier.condition().getClass().equals(gpu.condition().getClass())) {
      return;
    }
    switch (gpu.condition()) {
      case GpuCondition.Fresh() -> {
        if (!(earlier.condition() instanceof GpuCondition.Unread)) {
          gpu(gpu, Severity.NOTE, "is read again");
        }
      }
      case GpuCondition.Unread _ -> {}
      case GpuCondition.Hung(var function, var _) ->
          gpu(gpu, Severity.ERROR, "hangs in " + function);
      case GpuCondition.Lost(var function, var code, var _) ->
          gpu(gpu, Severity.ERROR, "is lost: " + function + " answered " + code);
    }
  }

  private void gpu(GpuSample gpu, Severity severity, String what) {
    events.add(
        new Occurrence(
            now(),
            Kind.GPU,
            severity,
            Optional.of(gpu.identity().uuid()),
            Optional.empty(),
            OptionalInt.empty(),
            "GPU " + gpu.identity().index() + " " + what));
  }

  private void xids(GpuSample earlier, GpuSample gpu) {
    var known = earlier.events().xidsByCode();
    gpu.events()
        .xidsByCode()
        .forEach(
            (code, seen) -> {
              long before = Optional.ofNullable(known.get(code)).map(XidCount::count).orElse(0L);
              if (seen.count() > before) {
                xid(gpu, code, seen.count() - before, seen.lastSeen());
              }
            });
  }

  private void xid(GpuSample gpu, int code, long times, Instant at) {
    var xid = XidCatalogue.of(code);
    events.add(
        new Occurrence(
            at,
            Kind.XID,
            switch (xid.severity()) {
              case INFORMATIONAL, APPLICATION -> Severity.NOTE;
              case DEGRADED, UNKNOWN -> Severity.WARNING;
              case FATAL -> Severity.ERROR;
            },
            Optional.of(gpu.identity().uuid()),
            Optional.empty(),
            OptionalInt.of(code),
            "GPU %d: XID %d, %s%s; recommended: %s"
                .formatted(
                    gpu.identity().index(),
                    code,
                    xid.meaning(),
                    times == 1 ? "" : ", " + times + " times",
                    xid.action().phrase())));
  }

  /** XIDs are events of their own. */
  private void health() {
    for (var event : after.health().events()) {
      if (event.reason().startsWith("GpuXid")) {
        continue;
      }
      var subject = event.key().substring(0, event.key().indexOf('/'));
      events.add(
          new Occurrence(
              event.at(),
              Kind.HEALTH,
              event.warning() ? Severity.WARNING : Severity.NOTE,
              Optional.of(subject).filter(after.health().gpus()::containsKey),
              Optional.empty(),
              OptionalInt.empty(),
              event.message()));
    }
  }

  private void source(String name, SourceState earlier, SourceState now) {
    if (now instanceof SourceState.Down(var _, var _, var reason)
        && !(earlier instanceof SourceState.Down)
        && started(before)) {
      add(Kind.SOURCE, Severity.WARNING, name + " does not answer: " + reason);
    } else if (now instanceof SourceState.Up
        && earlier instanceof SourceState.Down(var _, var lastGood, var _)) {
      add(Kind.SOURCE, Severity.NOTE, name + (lastGood.isEmpty() ? " answers" : " answers again"));
    }
  }

  /** A pod under a rule. */
  private record Watched(PodDecision.PodRef pod, PodDecision.Kind kind) {}

  private void policies() {
    var earlier = new HashMap<Watched, Stage>();
    for (var decision : before.policies().decisions()) {
      earlier.put(new Watched(decision.pod(), decision.kind()), decision.stage());
    }
    for (var decision : after.policies().decisions()) {
      var stage = earlier.get(new Watched(decision.pod(), decision.kind()));
      if (stage != null && stage != decision.stage()) {
        step(decision);
      }
    }
  }

  private void step(PodDecision decision) {
    var pod = decision.pod().namespace() + "/" + decision.pod().name();
    var what =
        switch (decision.stage()) {
          case WATCHED -> "is in use again or not proven idle, its announcement is void";
          case ANNOUNCED -> "is announced as reclaimable";
          case MARKED -> "is marked as reclaimable";
          case DUE -> "may be evicted";
        };
    events.add(
        new Occurrence(
            now(),
            Kind.POLICY,
            decision.stage() == Stage.WATCHED ? Severity.NOTE : Severity.WARNING,
            Optional.empty(),
            Optional.of(pod),
            OptionalInt.empty(),
            "%s %s%s (rule %s: %s)"
                .formatted(
                    pod,
                    what,
                    decision.dryRun() ? ", dry run" : "",
                    decision.rule(),
                    decision.evidence().text())));
  }

  private void add(Kind kind, Severity severity, String text) {
    events.add(
        new Occurrence(
            now(), kind, severity, Optional.empty(), Optional.empty(), OptionalInt.empty(), text));
  }

  private Instant now() {
    return after.node().takenAt();
  }
}
