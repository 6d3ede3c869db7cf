package io.gpunodeagent.agent.replay;

import io.gpunodeagent.agent.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.agent.attribution.AttributedSnapshot;
import io.gpunodeagent.agent.attribution.Attribution;
import io.gpunodeagent.agent.attribution.AttributionInputs;
import io.gpunodeagent.agent.attribution.Device;
import io.gpunodeagent.agent.health.Health;
import io.gpunodeagent.agent.policy.PodDecision;
import io.gpunodeagent.agent.policy.PodDecision.PodRef;
import io.gpunodeagent.agent.policy.Policies;
import io.gpunodeagent.agent.policy.Policies.Judged;
import io.gpunodeagent.agent.snapshot.DraDevices;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.Pods;
import io.gpunodeagent.agent.snapshot.ProcessTable;
import io.gpunodeagent.agent.snapshot.SourceState;
import io.gpunodeagent.agent.usage.Usage;
import io.gpunodeagent.agent.usage.UsageRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The frames of one node, judged one after the other. Confined to one thread. */
final class NodeReplay {

  private static final int GAP_PERIODS = 3;

  private final String node;
  private final Screened rules;
  private final UsageRules by;
  private final Tenants tenants = new Tenants();
  private final Reconstruction reconstruction = new Reconstruction();
  private final Map<PodRef, Track> tracks = new HashMap<>();
  private final List<Course> courses = new ArrayList<>();
  private final Map<String, Set<PodRef>> unjudged = new HashMap<>();
  private final Set<PodRef> watched = new HashSet<>();
  private AttributedSnapshot attributed;
  private Usage usage = Usage.none();
  private Policies policies = Policies.none();
  private Instant latest = Instant.MIN;

  /**
   * A node before its first frame.
   *
   * @param period between its samples
   */
  NodeReplay(String node, Screened rules, Duration period) {
    this.node = node;
    this.rules = rules;
    by = UsageRules.defaults(period);
    attributed = AttributedSnapshot.starting(NodeSnapshot.starting(Instant.EPOCH, false));
  }

  /** One frame more; one that is not later than the one before is left out. */
  void take(Frame frame) {
    if (!frame.at().isAfter(latest)) {
      return;
    }
    var gap =
        latest.equals(Instant.MIN)
            || Duration.between(latest, frame.at()).compareTo(by.period().multipliedBy(GAP_PERIODS))
                > 0;
    latest = frame.at();
    var here = tenants.after(frame);
    var pods = new Pods(new SourceState.Up(frame.at()), here.stream().map(Tenant::info).toList());
    var inputs =
        new AttributionInputs(
            reconstruction.snapshot(frame, here),
            Reconstruction.allocations(frame, here),
            DraDevices.off(),
            ProcessTable.off(),
            pods);
    attributed = Attribution.join(inputs, attributed);
    usage = usage.after(attributed, pods, by);
    var judged = new Judged(usage, by, Health.unknown(frame.at()));
    policies = policies.after(attributed, pods, judged, rules.rules());
    follow(frame.at(), gap);
  }

  private void follow(Instant at, boolean gap) {
    usage
        .pods()
        .keySet()
        .forEach(key -> watched.add(new PodRef(key.namespace(), key.name(), key.uid())));
    var there = new HashSet<PodRef>();
    for (var decision : policies.decisions()) {
      there.add(decision.pod());
      if (rules.unjudged().containsKey(decision.rule())) {
        unjudged.computeIfAbsent(decision.rule(), _ -> new HashSet<>()).add(decision.pod());
        end(at, decision);
      } else {
        follow(at, decision, gap);
      }
    }
    tracks
        .entrySet()
        .removeIf(
            each -> {
              boolean gone = !there.contains(each.getKey());
              if (gone) {
                courses.add(each.getValue().gone());
              }
              return gone;
            });
  }

  private void follow(Instant at, PodDecision decision, boolean gap) {
    var track = tracks.get(decision.pod());
    boolean lasts = Track.lasts(decision);
    if (track == null && lasts) {
      tracks.put(
          decision.pod(),
          new Track(node, at, decision, gpus(decision.pod()), parts(decision.pod())));
    } else if (track != null && lasts && track.rule().equals(decision.rule())) {
      track.go(at, decision, gap, gpus(decision.pod()), parts(decision.pod()));
    } else {
      end(at, decision);
    }
  }

  private void end(Instant at, PodDecision decision) {
    var track = tracks.remove(decision.pod());
    if (track != null) {
      courses.add(track.over(at, decision));
    }
  }

  private int gpus(PodRef pod) {
    return (int) devices(pod).stream().filter(this::whole).count();
  }

  private int parts(PodRef pod) {
    return (int) devices(pod).stream().filter(device -> !whole(device)).count();
  }

  private boolean whole(Device device) {
    var seen = attributed.devices().get(device);
    return device instanceof Device.Gpu && seen != null && seen.sharing() == Sharing.EXCLUSIVE;
  }

  private Set<Device> devices(PodRef pod) {
    var devices = new HashSet<Device>();
    for (var key : usage.accounts().keySet()) {
      if (key.podUid().equals(pod.uid())) {
        devices.add(key.device());
      }
    }
    return devices;
  }

  /** What came of it up to now. */
  Findings findings() {
    var all = new ArrayList<>(courses);
    tracks.values().forEach(track -> all.add(track.open()));
    var counts = new HashMap<String, Integer>();
    unjudged.forEach((rule, pods) -> counts.put(rule, pods.size()));
    return new Findings(all, watched.size(), counts);
  }

  /**
   * What came of a node.
   *
   * @param watched pods that held a device
   * @param unjudged how many pods a rule may be for that cannot be judged, by its name
   */
  record Findings(List<Course> courses, int watched, Map<String, Integer> unjudged) {}
}
