// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.sources.DeviceId;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Against a real kube-apiserver. */
class ClusterIT {

  private static final String NODE = "cluster-it";

  @RegisterExtension
  static final OwnApiServer SERVER = new OwnApiServer(ApiServer.User.named("nobody"));

  @Test
  void podsWorkloadsAndDevicesAreFollowed() {
    var deployment = seed("apps/v1", "Deployment", "web", "", WORKLOAD);
    var replicaSet =
        seed("apps/v1", "ReplicaSet", "web-1", owner("Deployment", "web", deployment), WORKLOAD);
    seed("v1", "Pod", "mine", owner("ReplicaSet", "web-1", replicaSet), podOn(NODE));
    seed("v1", "Pod", "elsewhere", "", podOn("another-node"));
    SERVER
        .get()
        .admin()
        .seed(
            """
            apiVersion: resource.k8s.io/v1
            kind: ResourceSlice
            metadata: {name: slice}
            spec:
              driver: gpu.nvidia.com
              nodeName: %1$s
              pool: {name: %1$s, generation: 1, resourceSliceCount: 1}
              devices: [{name: gpu-0, attributes: {uuid: {string: GPU-0}}}]
            """
                .formatted(NODE));
    try (var cluster = cluster(SERVER.get().kubeconfig())) {
      Eventually.until("the pod is seen", () -> names(cluster).equals(List.of("mine")));
      Eventually.until(
          "its workload is found",
          () ->
              cluster
                  .pods()
                  .entries()
                  .getFirst()
                  .workload()
                  .equals(
                      Optional.of(
                          new PodInfo.Workload(
                              "apps", "Deployment", "web", List.of("ReplicaSet", "Deployment")))));
      Eventually.until(
          "its device is known",
          () ->
              cluster
                  .draDevices()
                  .uuids()
                  .equals(Map.of(new DeviceId.Dra("gpu.nvidia.com", NODE, "gpu-0"), "GPU-0")));
      Eventually.until("it is watched", () -> up(cluster));
      seed("v1", "Pod", "second", "", podOn(NODE));
      Eventually.until("a pod comes", () -> names(cluster).equals(List.of("mine", "second")));
      delete("mine");
      Eventually.until("a pod goes", () -> names(cluster).equals(List.of("second")));
      delete("second");
    }
  }

  @Test
  void aServerThatLeavesIsFoundAgain() {
    seed("v1", "Pod", "staying", "", podOn(NODE));
    try (var proxy = new FaultyProxy(SERVER.get());
        var cluster = cluster(SERVER.get().kubeconfig(proxy.url(), SERVER.get().adminToken()))) {
      Eventually.until("it is watched", () -> up(cluster) && names(cluster).contains("staying"));
      proxy.leave();
      Eventually.until("it is noticed", () -> !up(cluster));
      assertThat(names(cluster)).contains("staying");
      seed("v1", "Pod", "meanwhile", "", podOn(NODE));
      proxy.comeBack();
      Eventually.until("it is back", () -> up(cluster) && names(cluster).contains("meanwhile"));
    }
    delete("staying");
    delete("meanwhile");
  }

  @Test
  void missingRightsAreNamed() {
    try (var cluster = cluster(SERVER.get().kubeconfig(SERVER.get().tokenFor("nobody")))) {
      Eventually.until(
          "it is reported",
          () ->
              cluster.pods().state() instanceof SourceState.Down down
                  && down.reason().contains("HTTP 403: pods is forbidden"));
    }
  }

  private static final String WORKLOAD =
      """
      {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},
        spec: {containers: [{name: main, image: none}]}}}\
      """;

  private static String podOn(String node) {
    return "{nodeName: " + node + ", containers: [{name: main, image: none}]}";
  }

  private static String owner(String kind, String name, String uid) {
    return ", ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: %s, controller: true}]"
        .formatted(kind, name, uid);
  }

  /** Makes an object; its UID. */
  private static String seed(
      String apiVersion, String kind, String name, String metadata, String spec) {
    var object =
        SERVER
            .get()
            .admin()
            .seed(
                "{apiVersion: %s, kind: %s, metadata: {name: %s, namespace: default%s}, spec: %s}"
                    .formatted(apiVersion, kind, name, metadata, spec))
            .getFirst();
    return Json.textAt(object, "metadata", "uid");
  }

  private static void delete(String pod) {
    SERVER
        .get()
        .admin()
        .delete("/api/v1/namespaces/default/pods/" + pod + "?gracePeriodSeconds=0")
        .expect(200);
  }

  private static Cluster cluster(Path kubeconfig) {
    var defaults = Defaults.cluster(NODE);
    var cluster =
        new Cluster(
            new ClusterConfig(
                true,
                true,
                Optional.of(kubeconfig),
                NODE,
                List.of(),
                defaults.podAnnotations(),
                defaults.draDrivers(),
                defaults.timeout()),
            InstantSource.system(),
            () -> {});
    cluster.start();
    return cluster;
  }

  private static List<String> names(Cluster cluster) {
    return cluster.pods().entries().stream().map(PodInfo::name).sorted().toList();
  }

  private static boolean up(Cluster cluster) {
    return cluster.pods().state() instanceof SourceState.Up;
  }
}
