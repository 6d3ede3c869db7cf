// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.policy.PolicyMemory.Stretch;
import io.gpunodeagent.core.policy.PolicyMemory.WatchedPod;
import io.gpunodeagent.core.policy.PolicyMemory.WatchedShare;
import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@link Policies} remembers to judge the next snapshot by. Immutable. */
public final class PolicyHistory {

  private final Map<String, IdleWatch> idle;
  private final Map<String, ShareWatch> shares;
  private final Map<ActivityCriteria, Usage> usages;
  private final Optional<Dormant> dormant;
  private final long latest;
  private final Instant wall;

  /**
   * Takes the maps as they are: they must not change any more.
   *
   * @param idle by UID of the pod
   * @param shares by UID of the pod
   * @param usages by criteria other than the node's
   * @param dormant from before a restart, until the first snapshot
   * @param latest time of the latest snapshot, monotonic nanoseconds
   * @param wall the same on the wall clock
   */
  PolicyHistory(
      Map<String, IdleWatch> idle,
      Map<String, ShareWatch> shares,
      Map<ActivityCriteria, Usage> usages,
      Optional<Dormant> dormant,
      long latest,
      Instant wall) {
    this.idle = idle;
    this.shares = shares;
    this.usages = usages;
    this.dormant = dormant;
    this.latest = latest;
    this.wall = wall;
  }

  /** What was remembered before a restart and not taken up yet. */
  record Dormant(Instant writtenAt, List<WatchedPod> pods, List<WatchedShare> shares) {}

  static PolicyHistory none() {
    return new PolicyHistory(Map.of(), Map.of(), Map.of(), Optional.empty(), 0, Instant.EPOCH);
  }

  Map<ActivityCriteria, Usage> usages() {
    return usages;
  }

  /** The pods watched under idle rules, those from before a restart put on the clock of now. */
  Map<String, IdleWatch> idle(SnapshotTime time) {
    var gap = slept(time);
    if (gap.isEmpty()) {
      return idle;
    }
    var awake = new HashMap<>(idle);
    for (var pod : dormant.orElseThrow().pods()) {
      awake.put(pod.uid(), woken(pod, time, gap.getAsLong()));
    }
    return awake;
  }

  /** The same under time-slice rules. */
  Map<String, ShareWatch> shares(SnapshotTime time) {
    var gap = slept(time);
    if (gap.isEmpty()) {
      return shares;
    }
    var awake = new HashMap<>(shares);
    for (var pod : dormant.orElseThrow().shares()) {
      awake.put(pod.uid(), woken(pod, time, gap.getAsLong()));
    }
    return awake;
  }

  /** Nanoseconds since the memory was written; empty when there is none to take up. */
  private OptionalLong slept(SnapshotTime time) {
    return dormant.isEmpty() || time.wall().isBefore(dormant.get().writtenAt())
        ? OptionalLong.empty()
        : OptionalLong.of(Duration.between(dormant.get().writtenAt(), time.wall()).toNanos());
  }

  private static IdleWatch woken(WatchedPod pod, SnapshotTime time, long gap) {
    long then = time.now() - gap;
    var stretches = new ArrayList<UnprovenPeriods.Stretch>();
    for (var stretch : pod.unproven()) {
      long to = then - stretch.ago().toNanos();
      stretches.add(new UnprovenPeriods.Stretch(to - stretch.length().toNanos(), to));
    }
    stretches.add(new UnprovenPeriods.Stretch(then, time.now()));
    return new IdleWatch(
        pod.rule(),
        pod.containers(),
        time.now(),
        pod.idleSince(),
        new UnprovenPeriods(stretches),
        pod.announced().map(each -> Announcement.resume(each, gap)));
  }

  private static ShareWatch woken(WatchedShare pod, SnapshotTime time, long gap) {
    return new ShareWatch(
        pod.rule(),
        pod.containers(),
        time.now(),
        pod.lasting().toNanos(),
        pod.unknown().toNanos() + gap,
        pod.announced().map(each -> Announcement.resume(each, gap)));
  }

  static PolicyHistory of(PolicyMemory memory) {
    var usages = new HashMap<ActivityCriteria, Usage>();
    for (var clock : memory.clocks()) {
      usages.put(clock.criteria(), Usage.restored(clock.usage(), memory.bootId()));
    }
    return new PolicyHistory(
        Map.of(),
        Map.of(),
        usages,
        Optional.of(new Dormant(memory.writtenAt(), memory.pods(), memory.shares())),
        0,
        memory.writtenAt());
  }

  /** What is to survive a restart. */
  PolicyMemory memory(String bootId) {
    var pods = new ArrayList<WatchedPod>();
    idle.forEach((uid, watch) -> pods.add(remembered(uid, watch)));
    var held = new ArrayList<WatchedShare>();
    shares.forEach((uid, watch) -> held.add(remembered(uid, watch)));
    dormant.ifPresent(
        before -> {
          pods.addAll(before.pods());
          held.addAll(before.shares());
        });
    var clocks = new ArrayList<PolicyMemory.Clock>();
    usages.forEach(
        (criteria, usage) -> clocks.add(new PolicyMemory.Clock(criteria, usage.memory(bootId))));
    return new PolicyMemory(bootId, wall, pods, held, clocks);
  }

  private WatchedPod remembered(String uid, IdleWatch watch) {
    var stretches = new ArrayList<Stretch>();
    for (var each : watch.unproven().stretches()) {
      stretches.add(
          new Stretch(
              Duration.ofNanos(latest - each.to()), Duration.ofNanos(each.to() - each.from())));
    }
    return new WatchedPod(
        uid,
        watch.rule(),
        watch.containers(),
        watch.idleSince(),
        stretches,
        watch.announced().map(Announcement::memory));
  }

  private static WatchedShare remembered(String uid, ShareWatch watch) {
    return new WatchedShare(
        uid,
        watch.rule(),
        watch.containers(),
        Duration.ofNanos(watch.lasting()),
        Duration.ofNanos(watch.unknown()),
        watch.announced().map(Announcement::memory));
  }
}
