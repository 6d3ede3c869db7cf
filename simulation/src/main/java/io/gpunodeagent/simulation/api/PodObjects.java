// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import io.gpunodeagent.simulation.scenario.Container;
import io.gpunodeagent.simulation.scenario.Container.Allocation;
import io.gpunodeagent.simulation.scenario.Container.Kind;
import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Pods as the API server tells them.
 *
 * @param instants the instant of a moment of the scenario
 */
record PodObjects(NodeScenario.Node node, DoubleFunction<Instant> instants) {

  private static final String IMAGE = "registry.example/workload:1";

  /** The pod at that moment. */
  Map<String, Object> at(Pod pod, double seconds) {
    return Tree.of(
        "apiVersion", "v1",
        "kind", "Pod",
        "metadata", metadata(pod),
        "spec", spec(pod),
        "status", status(pod, seconds));
  }

  private String time(double seconds) {
    return instants.apply(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Map<String, Object> metadata(Pod pod) {
    return Tree.of(
        "name", pod.name(),
        "namespace", pod.namespace(),
        "uid", pod.uid(),
        "creationTimestamp", time(pod.life().span().from()),
        "labels", pod.labels(),
        "annotations", pod.annotations(),
        "ownerReferences", OwnerObjects.reference(pod.owners().stream().findFirst()));
  }

  private Map<String, Object> spec(Pod pod) {
    return Tree.of(
        "nodeName", node.name(),
        "priorityClassName", pod.rank().priorityClass(),
        "priority", pod.rank().priority(),
        "resourceClaims", claims(pod),
        "initContainers", containers(pod, Kind.INIT, Kind.SIDECAR),
        "containers", containers(pod, Kind.MAIN),
        "ephemeralContainers", containers(pod, Kind.EPHEMERAL));
  }

  private static List<Map<String, Object>> containers(Pod pod, Kind... kinds) {
    return pod.containers().stream()
        .filter(container -> List.of(kinds).contains(container.kind()))
        .map(PodObjects::container)
        .toList();
  }

  private static Map<String, Object> container(Container container) {
    var amounts = new LinkedHashMap<String, Integer>();
    var claims = new ArrayList<Map<String, Object>>();
    for (var allocation : container.allocations()) {
      switch (allocation) {
        case Allocation.Plugin(var resource, _) -> amounts.merge(resource, 1, Integer::sum);
        case Allocation.Claim claim -> claims.add(Tree.of("name", claim.claim()));
      }
    }
    var limits = new LinkedHashMap<String, Object>();
    amounts.forEach((resource, amount) -> limits.put(resource, Integer.toString(amount)));
    return Tree.of(
        "name",
        container.name(),
        "image",
        IMAGE,
        "restartPolicy",
        container.kind() == Kind.SIDECAR ? Optional.of("Always") : Optional.empty(),
        "resources",
        Tree.of(
            "limits", limits, "requests", limits, "claims", claims.stream().distinct().toList()));
  }

  private static List<Map<String, Object>> claims(Pod pod) {
    return pod.containers().stream()
        .flatMap(container -> container.allocations().stream())
        .filter(Allocation.Claim.class::isInstance)
        .map(allocation -> ((Allocation.Claim) allocation).claim())
        .distinct()
        .map(name -> Tree.of("name", name, "resourceClaimName", name))
        .toList();
  }

  private Map<String, Object> status(Pod pod, double seconds) {
    boolean over = seconds >= pod.life().span().until();
    var phase =
        over
            ? pod.life().remains().orElse("Running")
            : pod.life().pending() ? "Pending" : "Running";
    boolean ready = phase.equals("Running");
    return Tree.of(
        "phase", phase,
        "qosClass", pod.rank().qos().text(),
        "startTime", time(pod.life().span().from()),
        "conditions",
            List.of(
                Tree.of(
                    "type",
                    "Ready",
                    "status",
                    ready ? "True" : "False",
                    "lastTransitionTime",
                    time(over ? pod.life().span().until() : pod.life().span().from()))),
        "resourceClaimStatuses", claims(pod),
        "initContainerStatuses", statuses(pod, seconds, Kind.INIT, Kind.SIDECAR),
        "containerStatuses", statuses(pod, seconds, Kind.MAIN),
        "ephemeralContainerStatuses", statuses(pod, seconds, Kind.EPHEMERAL));
  }

  private List<Map<String, Object>> statuses(Pod pod, double seconds, Kind... kinds) {
    return pod.containers().stream()
        .filter(container -> List.of(kinds).contains(container.kind()))
        .map(container -> status(pod, container, seconds))
        .toList();
  }

  private Map<String, Object> status(Pod pod, Container container, double seconds) {
    var life = pod.life();
    int restarts = container.restartsBy(seconds);
    boolean over = seconds >= life.span().until() || container.kind() == Kind.INIT;
    double started = restarts == 0 ? life.span().from() : container.restarts().get(restarts - 1);
    var state =
        life.pending()
            ? Tree.of("waiting", Tree.of("reason", "ContainerCreating"))
            : over
                ? ended(container, restarts, life.remains().filter("Failed"::equals).isPresent())
                : Tree.of("running", Tree.of("startedAt", time(started)));
    return Tree.of(
        "name",
        container.name(),
        "image",
        IMAGE,
        "imageID",
        "",
        "containerID",
        life.pending() ? Optional.empty() : Optional.of(id(container, restarts)),
        "ready",
        !life.pending() && !over,
        "restartCount",
        restarts,
        "state",
        state,
        "lastState",
        restarts == 0 ? Tree.of() : ended(container, restarts - 1, true));
  }

  private Map<String, Object> ended(Container container, int incarnation, boolean failed) {
    return Tree.of(
        "terminated",
        Tree.of(
            "exitCode", failed ? 1 : 0,
            "reason", failed ? "Error" : "Completed",
            "containerID", id(container, incarnation)));
  }

  private String id(Container container, int incarnation) {
    var scheme =
        switch (node.cgroups().engine()) {
          case CONTAINERD -> "containerd://";
          case CRIO -> "cri-o://";
          case DOCKER -> "docker://";
        };
    return scheme + container.ids().get(incarnation);
  }
}
