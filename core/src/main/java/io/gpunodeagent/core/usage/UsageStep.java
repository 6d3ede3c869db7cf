// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.clock.Activity;
import io.gpunodeagent.core.usage.clock.RestClock;
import io.gpunodeagent.core.usage.clock.SampleTime;
import io.gpunodeagent.core.usage.clock.UsageRules;
import io.gpunodeagent.core.usage.evidence.Containers;
import io.gpunodeagent.core.usage.evidence.Evidence;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Takes one sample into what was seen before. Used once. */
final class UsageStep {

  private final SampleTime time;
  private final History before;
  private final AttributedSnapshot attributed;
  private final Containers containers;
  private final long woken;
  private final Map<AllocationKey, AllocationHistory> allocations = new HashMap<>();
  private final Map<Device, DeviceHistory> devices = new HashMap<>();
  private final Map<AllocationKey, UsageMemory.Entry> dormant;
  private final Map<String, RestingPower> resting;
  private final LinkedHashMap<AllocationKey, Account> accounts = new LinkedHashMap<>();
  private final LinkedHashMap<Device, DeviceUsage> deviceUsages = new LinkedHashMap<>();

  UsageStep(Usage previous, AttributedSnapshot attributed, Pods pods, UsageRules rules) {
    this.attributed = attributed;
    before = previous.history();
    time =
        new SampleTime(attributed.node().monotonic().toNanos(), attributed.node().takenAt(), rules);
    containers = new Containers(pods, attributed.allocations());
    woken = before.wokenAt().orElse(time.now());
    dormant = new HashMap<>(before.dormant());
    resting = new HashMap<>(before.resting());
  }

  Usage taken() {
    for (var gpu : attributed.node().gpus()) {
      new GpuStep(time, gpu, before, attributed.devices()).samples().forEach(this::device);
    }
    var pods = new PodSums(attributed).add(accounts);
    keepMissing(pods);
    if (forgotten(woken)) {
      dormant.clear();
    }
    return new Usage(
        accounts,
        deviceUsages,
        pods.sums(),
        new History(allocations, devices, dormant, resting, OptionalLong.of(woken)));
  }

  private void device(DeviceSample sample) {
    var step = new DeviceStep(time, sample);
    var evidence = new HolderEvidence(sample, time.rules().thresholds());
    var fairness = new Fairness();
    devices.put(sample.device().device(), step.history());
    sample
        .device()
        .holders()
        .forEach(holder -> fairness.add(holder(sample, step, evidence, holder)));
    deviceUsages.put(
        sample.device().device(),
        new DeviceUsage(
            Duration.ofNanos(step.history().contended().total(time.now())),
            fairness.index(),
            step.history().conflicts().counted()));
  }

  private Account holder(
      DeviceSample sample, DeviceStep step, HolderEvidence judge, Occupant holder) {
    var key = step.key(holder);
    var user = new DeviceUser.Container(key.container(), key.podUid());
    var history = known(key, user);
    var evidence = judge.of(holder, containers.doubt(user));
    var after = grown(history, step, holder, evidence);
    var account = account(sample, step, holder, after, evidence);
    allocations.put(key, after);
    accounts.put(key, account);
    return account;
  }

  private AllocationHistory known(AllocationKey key, DeviceUser.Container user) {
    var running = containers.running(user);
    var held = before.allocations().get(key);
    if (held != null) {
      return held.in(running, time);
    }
    var entry = dormant.remove(key);
    return entry == null
        ? AllocationHistory.begin(time, running)
        : AllocationHistory.resume(time, entry).in(running, time);
  }

  private AllocationHistory grown(
      AllocationHistory history, DeviceStep step, Occupant holder, Evidence evidence) {
    long held = time.since(history.seen());
    long proven = Math.min(held, time.proven(history.seen()));
    var totals =
        history
            .totals()
            .plus(
                held,
                evidence.verdict() == Verdict.ACTIVE ? proven : 0,
                held == 0 ? OptionalDouble.empty() : step.energyJoules(holder),
                step.smSeconds(holder, proven));
    return history.after(
        time,
        totals,
        history.clock().after(time, history.seen(), evidence.verdict()),
        step.contendedUse(history.contendedUse(), holder));
  }

  private Account account(
      DeviceSample sample,
      DeviceStep step,
      Occupant holder,
      AllocationHistory history,
      Evidence evidence) {
    var clock = history.clock();
    var activity = clock.activity(time, evidence);
    var entitlement = holder.holding().map(step::entitlement).orElse(Entitlement.UNKNOWN);
    var memory = memory(holder);
    return new Account(
        history.since(),
        Duration.ofNanos(history.totals().held()),
        Duration.ofNanos(history.totals().active()),
        history.totals().energyJoules(),
        history.totals().smSeconds(),
        activity,
        Duration.ofNanos(clock.idle()),
        Duration.ofNanos(clock.unbroken(time)),
        clock.lastActiveAt(),
        clock.coverage(time),
        step.computeShare(history.contendedUse()),
        entitlement.part(),
        entitlement.memoryBytes(),
        activity == Activity.IDLE ? memory : OptionalLong.empty(),
        over(sample, memory, entitlement.memoryBytes()),
        evidence,
        doubt(clock, activity, evidence));
  }

  private Optional<Doubt> doubt(RestClock clock, Activity activity, Evidence evidence) {
    return evidence.doubt().isEmpty() && activity == Activity.UNKNOWN
        ? Optional.of(clock.notYet(time, woken))
        : evidence.doubt();
  }

  private static OptionalLong memory(Occupant holder) {
    return holder.share().memoryBytes() instanceof Attributed.Value<Long>(var bytes, var _)
        ? OptionalLong.of(bytes)
        : OptionalLong.empty();
  }

  private static OptionalLong over(
      DeviceSample sample, OptionalLong memory, OptionalLong entitlement) {
    boolean replicas = sample.device().sharing() == AttributedDevice.Sharing.REPLICAS;
    return replicas && memory.isPresent() && entitlement.isPresent()
        ? OptionalLong.of(Math.max(0, memory.getAsLong() - entitlement.getAsLong()))
        : OptionalLong.empty();
  }

  /** Keeps for a while what this sample lacks: the kubelet or NVML may only have missed it. */
  private void keepMissing(PodSums pods) {
    before
        .allocations()
        .forEach(
            (key, history) -> {
              if (!allocations.containsKey(key) && !forgotten(history.seen())) {
                allocations.put(key, history);
                pods.missing(key);
              }
            });
    before
        .devices()
        .forEach(
            (device, history) -> {
              if (!forgotten(history.seen())) {
                devices.putIfAbsent(device, history);
              } else if (device instanceof Device.Gpu(var uuid)) {
                resting.put(uuid, history.resting());
              }
            });
  }

  private boolean forgotten(long seen) {
    return time.now() - seen > time.rules().keep().toNanos();
  }
}
