// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.scenario.Pod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pods of the node over time: the scenario's, less those that were evicted. */
final class LivePods {

  private final List<Pod> pods;
  private final Map<String, Double> evicted = new ConcurrentHashMap<>();

  LivePods(List<Pod> pods) {
    this.pods = pods;
  }

  /** The pods whose containers are there, or awaited, at that moment. */
  List<Pod> active(double seconds) {
    return pods.stream().filter(pod -> active(pod, seconds)).toList();
  }

  /** Those and the ended ones whose objects are still there. */
  List<Pod> present(double seconds) {
    return pods.stream().filter(pod -> active(pod, seconds) || remains(pod, seconds)).toList();
  }

  /** Ends a pod for good; its object goes as well. */
  void evict(Pod pod, double seconds) {
    evicted.putIfAbsent(pod.uid(), seconds);
  }

  private boolean active(Pod pod, double seconds) {
    return pod.life().span().contains(seconds) && !gone(pod, seconds);
  }

  private boolean remains(Pod pod, double seconds) {
    return pod.life().remains().isPresent()
        && seconds >= pod.life().span().until()
        && !gone(pod, seconds);
  }

  private boolean gone(Pod pod, double seconds) {
    return evicted.getOrDefault(pod.uid(), Double.POSITIVE_INFINITY) <= seconds;
  }
}
