// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod of the scenario.
 *
 * @param uid of the pod object
 * @param staticPodId the kubelet's own id of a static pod: 32 hexadecimal digits
 * @param owners the chain of controlling owners, the nearest first
 */
public record Pod(
    String namespace,
    String name,
    String uid,
    Optional<String> staticPodId,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<Owner> owners,
    Rank rank,
    Life life,
    List<Container> containers) {

  public Pod {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    owners = List.copyOf(owners);
    containers = List.copyOf(containers);
  }

  /** The id in its cgroups: a static pod's is the kubelet's, not the object's. */
  public String cgroupUid() {
    return staticPodId.orElse(uid);
  }

  /** Namespace and name. */
  public String key() {
    return namespace + "/" + name;
  }

  /**
   * A controlling owner.
   *
   * @param apiVersion group and version
   */
  public record Owner(String apiVersion, String kind, String name, String uid) {}

  /**
   * How much it matters.
   *
   * @param priorityClass empty when it names none
   */
  public record Rank(Optional<String> priorityClass, int priority, Qos qos) {}

  /** The class that its requests and limits put it in. */
  public enum Qos {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private final String text;

    Qos(String text) {
      this.text = text;
    }

    /** As the API writes it. */
    public String text() {
      return text;
    }
  }

  /**
   * When it lives.
   *
   * @param span of its containers
   * @param pending whether it waits all that time: bound to the node, its containers not started
   * @param remains {@code Succeeded} or {@code Failed}: what its object says afterwards; empty when
   *     it is deleted
   */
  public record Life(Span span, boolean pending, Optional<String> remains) {}
}
