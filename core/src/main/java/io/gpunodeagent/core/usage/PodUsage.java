// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.usage.clock.Activity;
import java.util.Map;
import java.util.Optional;

/**
 * What has been seen of a pod over all it holds on this node.
 *
 * @param activity active when any of its allocations is, idle when all are
 * @param gpus how many devices are in each state; an allocation whose device is missing is unknown
 */
public record PodUsage(Activity activity, Map<Activity, Integer> gpus) {

  public PodUsage {
    gpus = Map.copyOf(gpus);
  }

  /** The state of a pod with such devices. */
  static PodUsage of(Map<Activity, Integer> gpus) {
    if (gpus.containsKey(Activity.ACTIVE)) {
      return new PodUsage(Activity.ACTIVE, gpus);
    }
    boolean idle = gpus.containsKey(Activity.IDLE) && !gpus.containsKey(Activity.UNKNOWN);
    return new PodUsage(idle ? Activity.IDLE : Activity.UNKNOWN, gpus);
  }

  /**
   * A pod.
   *
   * @param uid of the pod object; empty while it is unknown which pod of that name is meant
   */
  public record Key(String namespace, String name, Optional<String> uid) {}
}
