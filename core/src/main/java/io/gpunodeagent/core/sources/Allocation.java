// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One device handed to one container.
 *
 * @param holder who was given it
 * @param resource such as {@code nvidia.com/gpu}; the claim's driver for DRA
 * @param device what was given
 * @param replica which share of a time-sliced or MPS device; empty when the device is not shared
 * @param claim the DRA claim it came by
 */
public record Allocation(
    ContainerName holder,
    String resource,
    DeviceId device,
    OptionalInt replica,
    Optional<DraClaim> claim) {

  /**
   * The name and namespace of a ResourceClaim, and the device of it.
   *
   * @param share which share of the device, when the claim consumes capacity of one that other
   *     claims consume too; empty when the device is the claim's alone
   */
  public record DraClaim(
      String name,
      String namespace,
      String driver,
      String pool,
      String device,
      Optional<String> share) {}
}
