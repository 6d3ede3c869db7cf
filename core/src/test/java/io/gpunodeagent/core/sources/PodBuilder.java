// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import io.gpunodeagent.core.sources.PodInfo.Container;
import io.gpunodeagent.core.sources.PodInfo.Gang;
import io.gpunodeagent.core.sources.PodInfo.Kind;
import io.gpunodeagent.core.sources.PodInfo.Workload;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Puts together a pod for tests: it runs, alone, burstable, of no workload and no priority. */
public final class PodBuilder {

  private String uid;
  private final String namespace;
  private final String name;
  private Optional<String> staticPodId = Optional.empty();
  private String phase = "Running";
  private Optional<Instant> startedAt = Optional.empty();
  private List<Container> containers = List.of();
  private Optional<Workload> workload = Optional.empty();
  private Gang gang = Gang.ALONE;
  private Optional<String> priorityClass = Optional.empty();
  private OptionalInt priority = OptionalInt.empty();
  private String qosClass = "Burstable";
  private Map<String, String> labels = Map.of();
  private Map<String, String> annotations = Map.of();
  private Set<String> gpuGroups = Set.of();

  /** A pod without containers. */
  public PodBuilder(String uid, String namespace, String name) {
    this.uid = uid;
    this.namespace = namespace;
    this.name = name;
  }

  /** A pod like that one. */
  public static PodBuilder like(PodInfo pod) {
    var like = new PodBuilder(pod.uid(), pod.namespace(), pod.name());
    like.staticPodId = pod.staticPodId();
    like.phase = pod.phase();
    like.startedAt = pod.startedAt();
    like.containers = pod.containers();
    like.workload = pod.workload();
    like.gang = pod.gang();
    like.priorityClass = pod.priorityClass();
    like.priority = pod.priority();
    like.qosClass = pod.qosClass();
    like.labels = pod.labels();
    like.annotations = pod.annotations();
    like.gpuGroups = pod.gpuGroups();
    return like;
  }

  /** A main container that was never started again, running if it has an id. */
  public static Container container(String name, Optional<String> id, Optional<Instant> startedAt) {
    return new Container(name, id, Kind.MAIN, startedAt, 0);
  }

  /** The UID of another pod of that name. */
  public PodBuilder uid(String other) {
    uid = other;
    return this;
  }

  /** The kubelet's id, which a static pod has. */
  public PodBuilder staticPodId(Optional<String> id) {
    staticPodId = id;
    return this;
  }

  /** Such as {@code Pending}. */
  public PodBuilder phase(String other) {
    phase = other;
    return this;
  }

  /** When the kubelet took it on. */
  public PodBuilder startedAt(Optional<Instant> time) {
    startedAt = time;
    return this;
  }

  /** All of them. */
  public PodBuilder containers(List<Container> all) {
    containers = all;
    return this;
  }

  /** A workload by that chain of owners, the topmost last; none owns it when there are none. */
  public PodBuilder owners(String group, String workloadName, List<String> kinds) {
    workload =
        kinds.isEmpty()
            ? Optional.empty()
            : Optional.of(new Workload(group, kinds.getLast(), workloadName, kinds));
    return this;
  }

  /** Whether it is one of several. */
  public PodBuilder gang(Gang other) {
    gang = other;
    return this;
  }

  /** A priority and the class it comes by. */
  public PodBuilder priority(String ofClass, int value) {
    priorityClass = Optional.of(ofClass);
    priority = OptionalInt.of(value);
    return this;
  }

  /** Such as {@code Guaranteed}. */
  public PodBuilder qosClass(String other) {
    qosClass = other;
    return this;
  }

  /** All of them. */
  public PodBuilder labels(Map<String, String> all) {
    labels = all;
    return this;
  }

  /** All of them. */
  public PodBuilder annotations(Map<String, String> all) {
    annotations = all;
    return this;
  }

  /** All of them. */
  public PodBuilder gpuGroups(Set<String> all) {
    gpuGroups = all;
    return this;
  }

  /** Without that annotation. */
  public PodBuilder without(String annotation) {
    var others = new HashMap<>(annotations);
    others.remove(annotation);
    return annotations(others);
  }

  /** The pod. */
  public PodInfo build() {
    return new PodInfo(
        uid,
        namespace,
        name,
        staticPodId,
        phase,
        startedAt,
        containers,
        workload,
        gang,
        priorityClass,
        priority,
        qosClass,
        labels,
        annotations,
        gpuGroups);
  }
}
