// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.attribution.AttributedDevice.Sharing;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.policy.Policies;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.PodDecision.Kind;
import io.gpunodeagent.core.policy.decision.PodDecision.PodRef;
import io.gpunodeagent.core.replay.ReplayedEpisode.Held;
import io.gpunodeagent.core.usage.PodUsage;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Follows what is decided of a node's pods from snapshot to snapshot. Confined to one thread. */
final class DecisionFollower {

  private final String node;
  private final Set<String> unjudgedRules;
  private final Map<Subject, RuleReplay> tracks = new HashMap<>();
  private final List<ReplayedEpisode> episodes = new ArrayList<>();
  private final Map<String, Set<PodRef>> unjudged = new HashMap<>();
  private final Map<PodRef, Samples> watched = new HashMap<>();
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
  DecisionFollower(String node, AttributedSnapshot first, Set<String> unjudgedRules) {
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
    watch();
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

  private void watch() {
    var doubtful = new HashSet<PodUsage.Key>();
    usage
        .accounts()
        .forEach(
            (key, account) -> {
              if (account.evidence().doubt().filter(Doubt.UNCORROBORATED::equals).isPresent()) {
                var container = key.container();
                doubtful.add(
                    new PodUsage.Key(container.namespace(), container.pod(), key.podUid()));
              }
            });
    for (var key : usage.pods().keySet()) {
      watched
          .computeIfAbsent(new PodRef(key.namespace(), key.name(), key.uid()), _ -> new Samples())
          .count(doubtful.contains(key));
    }
  }

  private void endWhoIsGone(Set<Subject> there) {
    tracks.forEach(
        (subject, track) -> {
          if (!there.contains(subject)) {
            episodes.add(track.gone());
          }
        });
    tracks.keySet().retainAll(there);
  }

  private void follow(Subject subject, Instant at, PodDecision decision, boolean gap) {
    var track = tracks.get(subject);
    boolean lasts = RuleReplay.lasts(decision);
    var held = new Held(gpus(decision.pod()), parts(decision.pod()));
    if (track == null && lasts) {
      tracks.put(subject, new RuleReplay(node, at, decision, held));
    } else if (track != null && lasts && track.rule().equals(decision.rule())) {
      track.go(at, decision, gap, held);
    } else {
      end(subject, at, decision);
    }
  }

  private void end(Subject subject, Instant at, PodDecision decision) {
    var track = tracks.remove(subject);
    if (track != null) {
      episodes.add(track.over(at, decision));
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
    var all = new ArrayList<>(episodes);
    tracks.values().forEach(track -> all.add(track.open()));
    var counts = new HashMap<String, Integer>();
    unjudged.forEach((rule, pods) -> counts.put(rule, pods.size()));
    var uncorroborated = new TreeSet<String>();
    watched.forEach(
        (pod, samples) -> {
          if (samples.oftenDoubtful()) {
            uncorroborated.add(pod.namespace() + "/" + pod.name());
          }
        });
    return new Findings(all, watched.size(), uncorroborated, counts);
  }

  /**
   * What came of a node.
   *
   * @param watched pods that held a device
   * @param uncorroborated those of them whose rest nothing but their load spoke for
   * @param unjudged how many pods a rule may be for that cannot be judged, by its name
   */
  record Findings(
      List<ReplayedEpisode> episodes,
      int watched,
      SortedSet<String> uncorroborated,
      Map<String, Integer> unjudged) {}

  /** How many samples of a pod there were, and in how many its rest was not corroborated. */
  private static final class Samples {
    private static final int TENTH = 10;

    private long all;
    private long doubtful;

    void count(boolean doubt) {
      all++;
      doubtful += doubt ? 1 : 0;
    }

    boolean oftenDoubtful() {
      return doubtful > 0 && doubtful * TENTH >= all;
    }
  }
}
