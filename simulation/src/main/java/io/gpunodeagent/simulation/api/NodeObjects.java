// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import io.gpunodeagent.simulation.scenario.Gpu;
import io.gpunodeagent.simulation.scenario.NodeScenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the cluster knows of the node itself. */
final class NodeObjects {

  private static final String DRIVER = "gpu.nvidia.com";

  private NodeObjects() {}

  static Map<String, Object> node(NodeScenario.Node node, String uid, String created) {
    var labels = new LinkedHashMap<String, Object>();
    labels.put("kubernetes.io/hostname", node.name());
    labels.put("kubernetes.io/os", "linux");
    labels.put("kubernetes.io/arch", "amd64");
    labels.putAll(node.labels());
    return Tree.of(
        "apiVersion", "v1",
        "kind", "Node",
        "metadata",
            Tree.of(
                "name", node.name(), "uid", uid, "creationTimestamp", created, "labels", labels),
        "spec", Tree.of("providerID", "simulated:///" + node.name()),
        "status",
            Tree.of(
                "conditions",
                    List.of(
                        Tree.of(
                            "type", "Ready",
                            "status", "True",
                            "reason", "KubeletReady",
                            "lastHeartbeatTime", created,
                            "lastTransitionTime", created)),
                "nodeInfo",
                    Tree.of(
                        "kubeletVersion", "v1.34.2",
                        "operatingSystem", "linux",
                        "architecture", "amd64")));
  }

  /** The DRA driver's one slice: every GPU, or its MIG devices where it is partitioned. */
  static Map<String, Object> slice(String nodeName, List<Gpu> gpus, double seconds, String uid) {
    var devices = new ArrayList<Map<String, Object>>();
    for (var gpu : gpus) {
      gpu.layoutAt(seconds)
          .ifPresentOrElse(
              layout -> layout.instances().forEach(one -> devices.add(device(gpu, one))),
              () -> devices.add(device(gpu)));
    }
    return Tree.of(
        "apiVersion",
        "resource.k8s.io/v1",
        "kind",
        "ResourceSlice",
        "metadata",
        Tree.of("name", nodeName + "-" + DRIVER, "uid", uid),
        "spec",
        Tree.of(
            "driver", DRIVER,
            "nodeName", nodeName,
            "pool", Tree.of("name", nodeName, "generation", 1, "resourceSliceCount", 1),
            "devices", devices));
  }

  private static Map<String, Object> device(Gpu gpu) {
    return Tree.of(
        "name", gpu.draName(),
        "attributes",
            Tree.of(
                "type", string("gpu"),
                "uuid", string(gpu.uuid()),
                "productName", string(gpu.product()),
                "pciBusID", string(gpu.busId()),
                "minor", Tree.of("int", gpu.minor())),
        "capacity", memory(gpu.memoryMib()));
  }

  private static Map<String, Object> device(Gpu gpu, Gpu.Instance instance) {
    return Tree.of(
        "name", gpu.draName(instance),
        "attributes",
            Tree.of(
                "type", string("mig"),
                "uuid", string(instance.computeUuids().getFirst()),
                "parentUUID", string(gpu.uuid()),
                "profile", string(instance.profile()),
                "productName", string(gpu.product())),
        "capacity", memory(instance.memoryMib()));
  }

  private static Map<String, Object> string(String value) {
    return Tree.of("string", value);
  }

  private static Map<String, Object> memory(long mebibytes) {
    return Tree.of("memory", Tree.of("value", mebibytes + "Mi"));
  }
}
