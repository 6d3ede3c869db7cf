// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;

/**
 * A container of a pod.
 *
 * @param restarts when it was restarted, in seconds, rising
 * @param ids 64 hexadecimal digits of each incarnation, the first one first
 */
public record Container(
    String name, Kind kind, List<Double> restarts, List<String> ids, List<Allocation> allocations) {

  public Container {
    restarts = List.copyOf(restarts);
    ids = List.copyOf(ids);
    allocations = List.copyOf(allocations);
  }

  /** The list of the pod's spec it is in. */
  public enum Kind {
    MAIN,
    /** An init container, over before the pod's containers start. */
    INIT,
    /** An init container that goes on beside them. */
    SIDECAR,
    /** Added for debugging. */
    EPHEMERAL
  }

  /** How often it was restarted by that moment. */
  public int restartsBy(double seconds) {
    return (int) restarts.stream().filter(at -> at <= seconds).count();
  }

  /** The id of the incarnation at that moment. */
  public String idAt(double seconds) {
    return ids.get(restartsBy(seconds));
  }

  /** What it was given. */
  public sealed interface Allocation {

    /**
     * By a device plugin.
     *
     * @param resource such as {@code nvidia.com/gpu}
     * @param id as the plugin names the device
     */
    record Plugin(String resource, String id) implements Allocation {}

    /**
     * By the DRA driver.
     *
     * @param claim name of the ResourceClaim
     * @param claimUid of it
     * @param device in the pool, such as {@code gpu-0}
     * @param share which share of it; empty text when it is the claim's alone
     */
    record Claim(String claim, String claimUid, String device, String share)
        implements Allocation {}
  }
}
