package io.gpunodeagent.agent.replay;

import io.gpunodeagent.agent.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.agent.attribution.AttributedSnapshot;
import io.gpunodeagent.agent.attribution.Device;
import io.gpunodeagent.agent.policy.PodDecision;
import io.gpunodeagent.agent.policy.PodDecision.Kind;
import io.gpunodeagent.agent.policy.PodDecision.PodRef;
import io.gpunodeagent.agent.policy.Policies;
import io.gpunodeagent.agent.replay.Course.Held;
import io.gpunodeagent.agent.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows what is decided of a node's pods from snapshot to snapshot. Confined to one thread. */
final class Following {

  private final String node;
  private final Set<String> unjudgedRules;
  private final Map<Subject, Track> tracks = new HashMap<>();
  private final List<Course> courses = new ArrayList<>();
  private final Map<String, Set<PodRef>> unjudged = new HashMap<>();
  private final Set<PodRef> watched = new HashSet<>();
  private AttributedSnapshot attributed;
  private Usage usage = Usage.none();

  /** A pod under a kind of rule. */
  private record Subject(PodRef pod, Kind kind) {}

  /**
   * A node before its first snapshot.
   *
   * @param first nothing joined yet
   * @param unjudgedRules idle rules whose pods are counted and not followed
   */
  Following(String node, AttributedSnapshot first, Set<String> unjudgedRules) {
    this.node = node;
    this.unjudgedRules = Set.copyOf(unjudgedRules);
    attributed = first;
  }

  /**
   * What was decided by a snapshot.
   *
   * @param gap whether nothing was seen for too long before it
   */
  void take(AttributedSnapshot now, Usage used, Policies policies, boolean gap) {
    attributed = now;
    usage = used;
    var at = now.node().takenAt();
    usage
        .pods()
        .keySet()
        .forEach(key -> watched.add(new PodRef(key.namespace(), key.name(), key.uid())));
    var there = new HashSet<Subject>();
    for (var decision : policies.decisions()) {
      var subject = new Subject(decision.pod(), decision.kind());
      there.add(subject);
      if (decision.kind() == Kind.IDLE && unjudgedRules.contains(decision.rule())) {
        unjudged.computeIfAbsent(decision.rule(), _ -> new HashSet<>()).add(decision.pod());
        end(subject, at, decision);
      } else {
        follow(subject, at, decision, gap);
      }
    }
    endWhoIsGone(there);
  }

  private void endWhoIsGone(Set<Subject> there) {
    tracks.forEach(
        (subject, track) -> {
          if (!there.contains(subject)) {
            courses.add(track.gone());
          }
        });
    tracks.keySet().retainAll(there);
  }

  private void follow(Subject subject, Instant at, PodDecision decision, boolean gap) {
    var track = tracks.get(subject);
    boolean lasts = Track.lasts(decision);
    var held = new Held(gpus(decision.pod()), parts(decision.pod()));
    if (track == null && lasts) {
      tracks.put(subject, new Track(node, at, decision, held));
    } else if (track != null && lasts && track.rule().equals(decision.rule())) {
      track.go(at, decision, gap, held);
    } else {
      end(subject, at, decision);
    }
  }

  private void end(Subject subject, Instant at, PodDecision decision) {
    var track = tracks.remove(subject);
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
