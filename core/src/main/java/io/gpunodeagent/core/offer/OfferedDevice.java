// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.offer;

import java.util.Optional;

/**
 * A device, or one replica of it, as the kubelet knows it.
 *
 * @param id {@code GPU-…} or {@code MIG-…}, with {@code ::n} behind it for the replica n of a
 *     shared device
 * @param healthy whether a container may be given it
 * @param numaNode the NUMA node it is near; empty where there are several, or none is known
 */
public record OfferedDevice(String id, boolean healthy, Optional<Integer> numaNode) {

  private static final String REPLICA = "::";

  /** The id of replica {@code number} of a device. */
  static String replica(String uuid, int number) {
    return uuid + REPLICA + number;
  }

  /** The device's UUID: {@code id} without the number of a replica. */
  public static String uuid(String id) {
    int end = id.indexOf(REPLICA);
    return end < 0 ? id : id.substring(0, end);
  }
}
