package io.gpunodeagent.agent.usage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What has been seen of every allocation.
 *
 * @param accounts by container and device, in the order of the devices
 */
public record Usage(SequencedMap<AllocationKey, Account> accounts) {

  public Usage {
    accounts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(accounts));
  }

  /** Nothing was seen yet. */
  public static Usage none() {
    return new Usage(new LinkedHashMap<>());
  }
}
