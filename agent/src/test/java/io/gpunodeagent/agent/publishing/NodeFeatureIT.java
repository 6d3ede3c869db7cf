// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiClient;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.Json;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.node.NodeFeatureWriter;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.core.desired.DesiredNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Labels asked for by a NodeFeature, on a real API server that knows the kind. */
@ExtendWith(ApiServerExtension.class)
class NodeFeatureIT {

  private static final String P = "gpu-node-agent.io/";
  private static final Map<String, String> LABELS = Map.of(P + "a", "1", P + "b", "2");
  private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  /** As much of the kind as its public API promises, of the versions that require most. */
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: nodefeatures.nfd.k8s-sigs.io}
      spec:
        group: nfd.k8s-sigs.io
        scope: Namespaced
        names: {kind: NodeFeature, plural: nodefeatures, singular: nodefeature}
        versions:
        - name: v1alpha1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [features]
                  properties:
                    labels: {type: object, additionalProperties: {type: string}}
                    features:
                      type: object
                      required: [attributes, flags, instances]
                      properties:
                        attributes: {type: object, additionalProperties: {type: object}}
                        flags: {type: object, additionalProperties: {type: object}}
                        instances: {type: object, additionalProperties: {type: object}}
      """;

  private record Setting(ApiServer server, FaultyProxy proxy, Publisher publisher, String node)
      implements AutoCloseable {

    static Setting of(ApiServer server, String node) {
      server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: " + node + "}}");
      return as(server, node, server.adminToken());
    }

    /** The namespace has the node's name. */
    static Setting as(ApiServer server, String node, String token) {
      server.admin().namespace(node);
      var proxy = new FaultyProxy(server);
      var access =
          new Access(Optional.of(server.kubeconfig(proxy.url(), token)), Path.of("/"), Map.of());
      var writer = new NodeFeatureWriter(Defaults.cluster(node), node, access);
      var publisher =
          Publisher.to(
              config(node), PublishTarget.labels(writer), Optional.empty(), InstantSource.system());
      return new Setting(server, proxy, publisher, node);
    }

    private static PublishingConfig config(String namespace) {
      return new PublishingConfig(
          new Sink.NodeFeature(namespace),
          false,
          true,
          true,
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          false);
    }

    Setting offer(Map<String, String> labels) {
      publisher.offer(DesiredNode.of(labels, Map.of("gpu-node-agent.io/annotation", "{}")));
      publisher.start();
      return this;
    }

    void offerAgain(Map<String, String> labels) {
      publisher.offer(DesiredNode.of(labels, Map.of()));
    }

    String path() {
      return "/apis/nfd.k8s-sigs.io/v1alpha1/namespaces/"
          + node
          + "/nodefeatures/gpu-node-agent-features-for-"
          + node;
    }

    ApiClient.Answer feature() {
      return server.admin().get(path());
    }

    Map<String, String> labels() {
      var labels = new TreeMap<String, String>();
      var answer = feature();
      if (answer.status() == 200) {
        Json.map(Json.at(answer.json(), "spec", "labels"))
            .forEach((key, value) -> labels.put(key, String.valueOf(value)));
      }
      return labels;
    }

    void await(Map<String, String> labels) {
      Eventually.until(labels + " for " + node, () -> labels().equals(labels));
    }

    void awaitProblem(String part) {
      Eventually.until(
          "a problem with " + part, () -> publisher.status().problems().toString().contains(part));
    }

    /** Waits until it was looked at so often, and all that follows from it is done. */
    void looks(int more) {
      var from = proxy.count("GET", path());
      Eventually.until("looks", () -> proxy.count("GET", path()) > from + more);
    }

    @Override
    public void close() {
      publisher.close();
      proxy.close();
    }
  }

  @BeforeEach
  void knowTheKind(ApiServer server) {
    if (server.admin().get(CRDS + "/nodefeatures.nfd.k8s-sigs.io").status() == 404) {
      server.admin().post(CRDS, CRD).expect(201);
    }
    Eventually.until(
        "the kind is served",
        () -> server.admin().get("/apis/nfd.k8s-sigs.io/v1alpha1/nodefeatures").status() == 200);
  }

  @Test
  void labelsAreAskedForWithOneWriteAndNothingFollowsIt(ApiServer server) {
    try (var it = Setting.of(server, "feature-first").offer(LABELS)) {
      it.await(LABELS);
      it.looks(2);
      assertThat(it.proxy().count("PATCH|POST|PUT", ".*")).isEqualTo(1);
      assertThat(it.publisher().status().problems()).isEmpty();
      var feature = it.feature().json();
      assertThat(Json.textAt(feature, "metadata", "labels", "nfd.node.kubernetes.io/node-name"))
          .isEqualTo("feature-first");
      var node = server.admin().get("/api/v1/nodes/feature-first");
      assertThat(Json.listAt(feature, "metadata", "ownerReferences"))
          .singleElement()
          .satisfies(
              owner ->
                  assertThat(owner)
                      .containsEntry("kind", "Node")
                      .containsEntry("uid", node.text("metadata", "uid")));
      assertThat(node.body()).as("the Node itself").doesNotContain(P);
    }
  }

  @Test
  void changesAreFollowedAndNoLabelsAreNoObject(ApiServer server) {
    try (var it = Setting.of(server, "feature-changes").offer(LABELS)) {
      it.await(LABELS);
      it.offerAgain(Map.of(P + "b", "3"));
      it.await(Map.of(P + "b", "3"));
      it.offerAgain(Map.of());
      Eventually.until("it is gone", () -> it.feature().status() == 404);
      it.looks(2);
      assertThat(it.proxy().count("DELETE", ".*")).isEqualTo(1);
      it.offerAgain(LABELS);
      it.await(LABELS);
    }
  }

  @Test
  void whatIsLostIsMadeAgain(ApiServer server) {
    try (var it = Setting.of(server, "feature-lost").offer(LABELS)) {
      it.await(LABELS);
      server.admin().delete(it.path()).expect(200);
      it.await(LABELS);
      server
          .admin()
          .mergePatch(
              it.path(), "{\"metadata\":{\"labels\":{\"nfd.node.kubernetes.io/node-name\":null}}}")
          .expect(200);
      Eventually.until(
          "it is about the node again", () -> it.feature().body().contains("node-name\":\"feat"));
    }
  }

  @Test
  void anObjectThatGoesBetweenLookAndWriteIsNoEnd(ApiServer server) {
    try (var it = Setting.of(server, "feature-race").offer(LABELS)) {
      it.await(LABELS);
      it.proxy().next(1, "PATCH", ".*", Fault.status(409));
      it.offerAgain(Map.of(P + "b", "3"));
      it.await(Map.of(P + "b", "3"));
    }
  }

  @Test
  void whatSomebodyElseHoldsInItIsLeft(ApiServer server) {
    try (var it = Setting.of(server, "feature-held")) {
      server
          .admin()
          .apply(
              it.path(),
              "somebody",
              """
              apiVersion: nfd.k8s-sigs.io/v1alpha1
              kind: NodeFeature
              metadata:
                name: gpu-node-agent-features-for-feature-held
                labels: {nfd.node.kubernetes.io/node-name: feature-held}
              spec:
                features: {attributes: {}, flags: {}, instances: {}}
                labels: {gpu-node-agent.io/a: theirs}
              """)
          .expect(201);
      it.offer(LABELS).await(Map.of(P + "a", "theirs", P + "b", "2"));
      it.awaitProblem("held by somebody");
    }
  }

  @Test
  void removalTakesTheWholeObject(ApiServer server) throws Exception {
    try (var it = Setting.of(server, "feature-remove").offer(LABELS)) {
      it.await(LABELS);
      it.publisher().close();
      assertThat(it.publisher().remove()).isEmpty();
      it.feature().expect(404);
      assertThat(it.publisher().remove()).as("once more").isEmpty();
    }
  }

  @Test
  void aClusterThatDoesNotKnowTheKindIsToldSo(ApiServer server) {
    try (var it = Setting.of(server, "feature-unknown")) {
      it.proxy()
          .next(1000, ".*", "/apis/nfd.*", new Fault.Instead(404, Map.of(), "404 page not found"));
      it.offer(LABELS);
      it.awaitProblem("is not served: install Node Feature Discovery");
    }
  }

  @Test
  void rightsInOneNamespaceAreEnough(ApiServer server) throws Exception {
    var token = server.tokenFor("feature-rights", "agent");
    server
        .admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: agent, namespace: feature-rights}
            rules:
            - {apiGroups: [nfd.k8s-sigs.io], resources: [nodefeatures],
               verbs: [get, create, patch, delete]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: agent, namespace: feature-rights}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: agent}
            subjects: [{kind: ServiceAccount, name: agent, namespace: feature-rights}]
            """);
    Eventually.until(
        "the rights are known",
        () ->
            server
                    .as(token)
                    .get("/apis/nfd.k8s-sigs.io/v1alpha1/namespaces/feature-rights/nodefeatures/x")
                    .status()
                == 404);
    try (var it = Setting.as(server, "feature-rights", token).offer(LABELS)) {
      it.await(LABELS);
      assertThat(it.feature().body()).doesNotContain("ownerReferences\":");
      it.publisher().close();
      assertThat(it.publisher().remove()).isEmpty();
      it.feature().expect(404);
    }
  }
}
