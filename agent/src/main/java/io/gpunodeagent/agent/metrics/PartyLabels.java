// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.usage.PodUsage;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The labels that name a holder or user of a device. */
final class PartyLabels {

  static final String POD_UID = "pod_uid";
  private static final String NAMESPACE = "namespace";
  private static final String POD = "pod";
  private static final String CONTAINER_ID = "container_id";

  private PartyLabels() {}

  /** What is known of {@code party}; a container without a name shows its id. */
  static Map<String, String> of(DeviceUser party) {
    var labels = new TreeMap<String, String>();
    party.podUid().ifPresent(uid -> labels.put(POD_UID, uid));
    switch (party) {
      case DeviceUser.Container(var name, var _) -> {
        labels.put(NAMESPACE, name.namespace());
        labels.put(POD, name.pod());
        labels.put("container", name.container());
      }
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var containerId) -> {
        labels.put(NAMESPACE, namespace);
        labels.put(POD, pod);
        labels.put(CONTAINER_ID, containerId);
      }
      case DeviceUser.UnknownPod(var _, var containerId) -> labels.put(CONTAINER_ID, containerId);
    }
    return labels;
  }

  /** What is known of the pod of {@code party}. */
  static Map<String, String> ofPod(DeviceUser party) {
    var labels = of(party);
    labels.keySet().retainAll(Set.of(NAMESPACE, POD, POD_UID));
    return labels;
  }

  /** What is known of a pod. */
  static Map<String, String> of(PodUsage.Key pod) {
    var labels = new TreeMap<String, String>();
    labels.put(NAMESPACE, pod.namespace());
    labels.put(POD, pod.name());
    pod.uid().ifPresent(uid -> labels.put(POD_UID, uid));
    return labels;
  }
}
