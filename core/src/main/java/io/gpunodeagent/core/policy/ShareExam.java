// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy;

import io.gpunodeagent.core.attribution.Attributed;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.policy.decision.VerdictEvidence.Limit;
import io.gpunodeagent.core.policy.decision.VerdictEvidence.Violation;
import io.gpunodeagent.core.policy.rule.TimeSliceRule;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.Amount;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.ComputeLimit;
import io.gpunodeagent.core.policy.rule.TimeSliceRule.MemoryLimit;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.usage.Account;
import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.Usage;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Compares what one pod uses of its devices with the limits of its rule. Used once. */
final class ShareExam {

  /** Doubts by which processes that show no use may yet use the device. */
  private static final Set<Doubt> REFUTING =
      EnumSet.of(Doubt.SOURCE_CONFLICT, Doubt.SOURCE_FAILED, Doubt.UNCORROBORATED);

  private final TimeSliceRule rule;
  private final List<Violation> violations = new ArrayList<>();
  private boolean unknown;

  ShareExam(TimeSliceRule rule) {
    this.rule = rule;
  }

  /** The limits that are exceeded. */
  List<Violation> violations() {
    return violations;
  }

  /** Whether some of it is not known. */
  boolean unknown() {
    return unknown;
  }

  /** A device that is missing or cannot be trusted. */
  void giveUp() {
    unknown = true;
  }

  /**
   * Takes a device into account.
   *
   * @param usage by the criteria of the compute limit
   */
  void take(AllocationKey key, AttributedDevice device, GpuSample gpu, Usage usage) {
    var account = usage.accounts().get(key);
    if (account == null || !gpu.fresh()) {
      unknown = true;
      return;
    }
    rule.memory().ifPresent(limit -> memory(limit, key, device, gpu, account));
    rule.compute().ifPresent(limit -> compute(limit, key, device, account));
    var sums = usage.devices().get(key.device());
    boolean contended = sums != null && sums.contended().isPositive();
    rule.maxHold()
        .filter(most -> account.held().compareTo(most) > 0)
        .ifPresent(most -> hold(most, key, account, contended));
  }

  private void hold(Duration most, AllocationKey key, Account account, boolean contended) {
    if (contended) {
      violate(key, Limit.HOLD, seconds(most), seconds(account.held()), account);
    } else {
      unknown |= unseen(account);
    }
  }

  /**
   * Whether there is no whole window yet, as after a restart, so that others may want it unseen.
   */
  private static boolean unseen(Account account) {
    return account.coverage().isEmpty();
  }

  private void memory(
      MemoryLimit limit,
      AllocationKey key,
      AttributedDevice device,
      GpuSample gpu,
      Account account) {
    var allowed = bytes(limit.limit(), key.device(), gpu, account);
    var held = held(key, device);
    if (allowed.isEmpty() || held.isEmpty()) {
      unknown = true;
      return;
    }
    double most = allowed.getAsDouble() * tolerant(limit.tolerancePercent());
    if (held.getAsDouble() > most) {
      violate(key, Limit.MEMORY, most, held.getAsDouble(), account);
    }
  }

  /** The limit in bytes; empty when the device does not tell its size or the part is not known. */
  private static OptionalDouble bytes(
      Amount amount, Device device, GpuSample gpu, Account account) {
    return switch (amount) {
      case Amount.Bytes(var bytes) -> OptionalDouble.of((double) bytes);
      case Amount.Percent(var percent) -> part(total(device, gpu), percent / 100);
      case Amount.Fair() ->
          account.entitledMemoryBytes().isEmpty()
              ? OptionalDouble.empty()
              : OptionalDouble.of((double) account.entitledMemoryBytes().getAsLong());
    };
  }

  private static OptionalDouble part(OptionalDouble total, double part) {
    return total.isEmpty() ? total : OptionalDouble.of(total.getAsDouble() * part);
  }

  private static OptionalDouble total(Device device, GpuSample gpu) {
    var readings =
        switch (device) {
          case Device.Gpu _ -> gpu.readings();
          case Device.GpuInstance(var _, var id) ->
              gpu.migInstances().stream()
                  .filter(instance -> instance.gpuInstanceId() == id)
                  .findFirst()
                  .map(instance -> instance.readings())
                  .orElse(gpu.readings());
        };
    return readings.get(DeviceSignal.MEMORY_TOTAL) instanceof Reading.Value<Long>(var bytes)
        ? OptionalDouble.of(bytes)
        : OptionalDouble.empty();
  }

  private static OptionalDouble held(AllocationKey key, AttributedDevice device) {
    return device
        .holders()
        .filter(
            holder -> holder.user().equals(new DeviceUser.Container(key.container(), key.podUid())))
        .findFirst()
        .map(holder -> held(holder, device))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble held(Occupant holder, AttributedDevice device) {
    return switch (holder.share().memoryBytes()) {
      case Attributed.Value<Long>(var bytes, var _) -> OptionalDouble.of((double) bytes);
      case Attributed.Absent<Long>(var reason) ->
          reason == Attributed.Absence.NO_PROCESS && seesAll(device)
              ? OptionalDouble.of(0)
              : OptionalDouble.empty();
    };
  }

  private static boolean seesAll(AttributedDevice device) {
    return device.visibility().full() && device.unattributed().unseen().isEmpty();
  }

  /**
   * There is no share while no other pod uses the device, and then none is too much; once a whole
   * window was seen, that is.
   */
  private void compute(
      ComputeLimit limit, AllocationKey key, AttributedDevice device, Account account) {
    if (!seesAll(device) || !device.unattributed().mpsServers().isEmpty() || refuted(account)) {
      unknown = true;
    } else if (account.computeShare().isPresent()) {
      if (account.entitlement().isEmpty()) {
        unknown = true;
        return;
      }
      double most = account.entitlement().getAsDouble() * tolerant(limit.tolerancePercent());
      if (account.computeShare().getAsDouble() > most) {
        violate(key, Limit.COMPUTE, most, account.computeShare().getAsDouble(), account);
      }
    } else {
      unknown |= unseen(account);
    }
  }

  /** Whether the use that processes show is not believed: the device shows other use, or may. */
  private static boolean refuted(Account account) {
    return account.evidence().doubt().filter(REFUTING::contains).isPresent();
  }

  private void violate(
      AllocationKey key, Limit limit, double allowed, double actual, Account account) {
    violations.add(new Violation(key, limit, allowed, actual, account.entitlement()));
  }

  private static double tolerant(double percent) {
    return 1 + percent / 100;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
