package io.gpunodeagent.agent.usage;

import io.gpunodeagent.agent.attribution.Device;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What has been seen of every allocation.
 *
 * @param accounts of the allocations held now, by container and device, in the order of the devices
 * @param devices those held now
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
}
