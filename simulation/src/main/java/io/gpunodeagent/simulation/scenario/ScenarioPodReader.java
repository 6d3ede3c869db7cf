// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import io.gpunodeagent.simulation.scenario.Container.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one pod. */
final class ScenarioPodReader {

  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String NAME_RULE = "not a name of Kubernetes";
  private static final String NAME_WAY_OUT = "use a-z, 0-9, - and .";

  private static final Map<String, Kind> KINDS =
      Map.of(
          "main", Kind.MAIN,
          "init", Kind.INIT,
          "sidecar", Kind.SIDECAR,
          "ephemeral", Kind.EPHEMERAL);
  private static final Map<String, Pod.Qos> QOS =
      Map.of(
          "Guaranteed", Pod.Qos.GUARANTEED,
          "Burstable", Pod.Qos.BURSTABLE,
          "BestEffort", Pod.Qos.BEST_EFFORT);
  private static final Map<String, Boolean> PENDING = Map.of("Running", false, "Pending", true);
  private static final Map<String, Optional<String>> REMAINS =
      Map.of(
          "deleted", Optional.empty(),
          "Succeeded", Optional.of("Succeeded"),
          "Failed", Optional.of("Failed"));

  /** A pod with the processes its containers name. */
  record Reading(Pod pod, Map<Container, List<NamedProcess>> processes, At at) {}

  private final String nodeName;
  private final List<Gpu> gpus;
  private final At at;
  private final String namespace;
  private final String name;
  private final String uid;
  private final Span span;

  ScenarioPodReader(String nodeName, List<Gpu> gpus, At at) {
    this.nodeName = nodeName;
    this.gpus = gpus;
    this.at = at;
    at.only(
        "name",
        "namespace",
        "uid",
        "labels",
        "annotations",
        "owner",
        "priorityClass",
        "priority",
        "qos",
        "static",
        "phase",
        "from",
        "until",
        "remains",
        "containers");
    name = at.require("name", "name: train-0").text(NAME, NAME_RULE, NAME_WAY_OUT);
    namespace =
        at.find("namespace")
            .map(value -> value.text(NAME, NAME_RULE, NAME_WAY_OUT))
            .orElse("default");
    span = Span.read(at, Span.always());
    uid =
        at.find("uid")
            .map(value -> value.text(UID, "not a UID", "write 8-4-4-4-12 hexadecimal digits"))
            .orElseGet(
                () -> Derived.uid("pod", nodeName, namespace, name, Double.toString(span.from())));
  }

  Reading read() {
    boolean fixed = at.find("static").map(At::truth).orElse(false);
    var hash = Derived.uid("static", nodeName, namespace, name).replace("-", "");
    var annotations = new LinkedHashMap<>(texts("annotations"));
    if (fixed) {
      annotations.put("kubernetes.io/config.hash", hash);
      annotations.put("kubernetes.io/config.mirror", hash);
      annotations.put("kubernetes.io/config.source", "file");
    }
    var processes = new LinkedHashMap<Container, List<NamedProcess>>();
    var containers = containers(processes);
    var pod =
        new Pod(
            namespace,
            name,
            uid,
            fixed ? Optional.of(hash) : Optional.empty(),
            texts("labels"),
            annotations,
            owners(fixed),
            rank(),
            life(),
            containers);
    return new Reading(pod, processes, at);
  }

  private Map<String, String> texts(String key) {
    return at.find(key).map(At::texts).orElse(Map.of());
  }

  private Pod.Rank rank() {
    return new Pod.Rank(
        at.find("priorityClass").map(At::text),
        at.find("priority")
            .map(value -> (int) value.number(Integer.MIN_VALUE, 2_000_001_000))
            .orElse(0),
        at.find("qos").map(value -> value.word(QOS)).orElse(Pod.Qos.BURSTABLE));
  }

  private Pod.Life life() {
    return new Pod.Life(
        span,
        at.find("phase").map(value -> value.word(PENDING)).orElse(false),
        at.find("remains").flatMap(value -> value.word(REMAINS)));
  }

  private List<Pod.Owner> owners(boolean fixed) {
    var written = at.find("owner");
    if (fixed) {
      written.ifPresent(
          value -> {
            throw value.fault("a static pod belongs to its node", "remove one of the two");
          });
      return List.of(new Pod.Owner("v1", "Node", nodeName, Derived.uid("node", nodeName)));
    }
    var owners = new ArrayList<Pod.Owner>();
    written.ifPresent(
        value -> {
          value.only("kind", "name", "apiVersion", "chain");
          owners.add(owner(value));
          for (var further : value.items("chain")) {
            further.only("kind", "name", "apiVersion");
            owners.add(owner(further));
          }
        });
    return owners;
  }

  private Pod.Owner owner(At owner) {
    var kind = owner.require("kind", "kind: Deployment");
    var ownerName = owner.require("name", "name: train").text(NAME, NAME_RULE, NAME_WAY_OUT);
    var apiVersion =
        owner
            .find("apiVersion")
            .map(At::text)
            .or(() -> Kinds.versionOf(kind.text()))
            .orElseThrow(() -> kind.fault("not a known kind", "add its apiVersion"));
    return new Pod.Owner(
        apiVersion,
        kind.text(),
        ownerName,
        Derived.uid("owner", apiVersion, kind.text(), namespace, ownerName));
  }

  private List<Container> containers(Map<Container, List<NamedProcess>> processes) {
    var list = at.require("containers", "containers: [{name: main}]");
    var byName = new HashMap<String, Container>();
    var containers = new ArrayList<Container>();
    for (var item : list.items()) {
      item.only("name", "kind", "restarts", "allocations", "processes");
      var container = container(item);
      if (byName.put(container.name(), container) != null) {
        throw item.fault("the pod has two containers of that name", "give each its own");
      }
      containers.add(container);
      processes.put(
          container,
          item.items("processes").stream().map(one -> NamedProcess.read(one, span)).toList());
    }
    if (containers.stream().noneMatch(one -> one.kind() == Kind.MAIN)) {
      throw list.fault("a pod needs a main container", "add {name: main}");
    }
    return containers;
  }

  private Container container(At item) {
    var containerName = item.require("name", "name: main").text(NAME, NAME_RULE, NAME_WAY_OUT);
    var restarts = new ArrayList<Double>();
    var ids = new ArrayList<>(List.of(Derived.container(uid, containerName, 0)));
    for (var restart : item.items("restarts")) {
      double seconds = restart.seconds();
      double before = restarts.isEmpty() ? span.from() : restarts.getLast();
      if (seconds <= before || !span.contains(seconds)) {
        throw restart.fault("must be within the pod's life and after the one before", "move it");
      }
      restarts.add(seconds);
      ids.add(Derived.container(uid, containerName, restarts.size()));
    }
    var reader = new ScenarioAllocationReader(gpus, nodeName, namespace, span);
    return new Container(
        containerName,
        item.find("kind").map(value -> value.word(KINDS)).orElse(Kind.MAIN),
        restarts,
        ids,
        item.items("allocations").stream().map(reader::read).toList());
  }
}
