// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What has been seen of every allocation.
 *
 * @param accounts of the allocations held now, by container and device, in the order of the devices
 * @param devices every device, held or not
 * @param pods those that hold something now
 * @param history what the next sample is judged by
 */
public record Usage(
    SequencedMap<AllocationKey, Account> accounts,
    SequencedMap<Device, DeviceUsage> devices,
    SequencedMap<PodUsage.Key, PodUsage> pods,
    History history) {

  public Usage {
    accounts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accounts));
    devices = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(devices));
    pods = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(pods));
  }

  /** Accounts without a past. */
  public Usage(SequencedMap<AllocationKey, Account> accounts) {
    this(accounts, new LinkedHashMap<>(), new LinkedHashMap<>(), History.none());
  }

  /** Nothing was seen yet. */
  public static Usage none() {
    return new Usage(new LinkedHashMap<>());
  }

  /**
   * What has been seen after one sample more. A sample that is not later than the one before adds
   * nothing.
   *
   * @param attributed the sample, and who holds and who uses each device
   * @param pods as they were when it was attributed
   */
  public Usage after(AttributedSnapshot attributed, Pods pods, UsageRules rules) {
    return new UsageStep(this, attributed, pods, rules).taken();
  }

  /** What is to survive a restart of the agent in this boot of the machine. */
  public UsageMemory memory(String bootId) {
    return history.memory(bootId);
  }

  /**
   * What survived a restart. It is found again as the allocations are seen again; the time between
   * counts as unknown.
   *
   * @param bootId of this boot: what is of another is discarded
   */
  public static Usage restored(UsageMemory memory, String bootId) {
    return memory.bootId().equals(bootId)
        ? new Usage(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), History.of(memory))
        : none();
  }
}
