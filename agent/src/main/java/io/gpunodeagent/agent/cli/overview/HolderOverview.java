// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Someone who holds or uses a device.
 *
 * @param device its id, as in {@link DeviceOverview}
 * @param namespace of the pod; empty text where it is not known
 * @param pod its name, or its UID where that is all that is known
 * @param container name, or the beginning of its id
 * @param workload such as {@code Deployment/chat}; empty text when none is known
 * @param relation to the device, in words: {@code holder}, {@code foreign} …
 * @param holds whether the device was given to it
 * @param share in words, such as {@code replica 2 of 4}; empty text for the whole device
 * @param activity of a holder whether it uses the device; of others unknown
 * @param doubt why rest is not proven, in words; empty text unless the activity is unknown
 * @param idle proven rest since the last proven use; zero while active
 * @param held how long it has been seen to hold the device
 * @param smPercent share of the device's SMs, % 0–100
 * @param memoryBytes device memory
 * @param entitlement part of the device that was given, 0–1
 * @param next what its policy does next; empty when no rule is for its pod
 */
public record HolderOverview(
    String device,
    String namespace,
    String pod,
    String container,
    String workload,
    String relation,
    boolean holds,
    String share,
    DeviceState activity,
    String doubt,
    Duration idle,
    Duration held,
    OptionalDouble smPercent,
    OptionalLong memoryBytes,
    OptionalDouble entitlement,
    Optional<PolicyOutlook> next) {

  /** Whether it uses what others were given, or nobody; in doubt it does not. */
  public boolean outsider() {
    return relation.equals("foreign") || relation.equals("unallocated");
  }

  /** Namespace and pod. */
  public String name() {
    return namespace.isEmpty() ? pod : namespace + "/" + pod;
  }
}
