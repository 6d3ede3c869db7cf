// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import java.util.List;

/**
 * The use of a device that is attributed to no user: the device's figures less everything
 * attributed, never below zero.
 *
 * @param smPercent % 0–100
 * @param memoryBytes bytes
 * @param mpsServers servers of the Multi-Process Service, which work for others
 * @param unseen processes that ended before they could be looked at, or that cannot be
 */
public record UnattributedUse(
    Attributed<Double> smPercent,
    Attributed<Long> memoryBytes,
    List<Long> mpsServers,
    List<Long> unseen) {

  public UnattributedUse {
    mpsServers = List.copyOf(mpsServers);
    unseen = List.copyOf(unseen);
  }
}
