// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer.User;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API server of the tests is a real one in what the agent relies on. */
class ApiServerIT {

  private static final String JANE = "jane";

  @RegisterExtension
  static final OwnApiServer SERVER = new OwnApiServer(User.named(JANE), User.kubeletOf("n2"));

  private static ApiClient admin() {
    return SERVER.get().admin();
  }

  private static String pod(String namespace, String name, String node, String label) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
      namespace: %s
      labels: {app: "%s"}
    spec:
      nodeName: %s
      containers: [{name: main, image: none}]
    """
        .formatted(name, namespace, label, node);
  }

  private static List<String> names(Map<String, @Nullable Object> list) {
    return Json.listAt(list, "items").stream()
        .map(item -> Json.textAt(item, "metadata", "name"))
        .toList();
  }

  @Test
  void twoManagersOfOneFieldConflict() {
    admin().seed("{apiVersion: v1, kind: Node, metadata: {name: applied}}");
    var path = "/api/v1/nodes/applied";
    var labelled =
        """
        {apiVersion: v1, kind: Node, metadata: {name: applied, labels: {example.com/gpu: "%s"}}}
        """;
    admin().apply(path, "one", labelled.formatted("a")).expect(200);
    var refused = admin().apply(path, "two", labelled.formatted("b")).expect(409);
    assertThat(refused.text("details", "causes", 0, "reason")).isEqualTo("FieldManagerConflict");
    assertThat(refused.text("message")).contains("conflict with \"one\"");
    assertThat(admin().get(path).text("metadata", "labels", "example.com/gpu")).isEqualTo("a");
  }

  @Test
  void anInvalidLabelValueIsUnprocessable() {
    var refused =
        admin()
            .post(
                "/api/v1/nodes",
                """
                {apiVersion: v1, kind: Node, metadata: {name: bad, labels: {a: "not valid"}}}
                """)
            .expect(422);
    assertThat(refused.text("reason")).isEqualTo("Invalid");
    assertThat(refused.text("details", "causes", 0, "field")).isEqualTo("metadata.labels");
  }

  @Test
  void theFieldSelectorFiltersListAndWatch() {
    admin().namespace("selected");
    admin().seed(pod("selected", "before", "n1", "x") + "---\n" + pod("selected", "y", "n2", "x"));
    var path = "/api/v1/namespaces/selected/pods?fieldSelector=spec.nodeName%3Dn1";
    var list = admin().get(path).expect(200).json();
    assertThat(names(list)).containsExactly("before");
    var version = Json.textAt(list, "metadata", "resourceVersion");
    try (var watch = admin().watch(path + "&watch=true&resourceVersion=" + version)) {
      assertThat(watch.status()).isEqualTo(200);
      admin().seed(pod("selected", "elsewhere", "n2", "x"));
      admin().seed(pod("selected", "after", "n1", "x"));
      var event = watch.next().orElseThrow();
      assertThat(event.type()).isEqualTo("ADDED");
      assertThat(Json.textAt(event.object(), "metadata", "name")).isEqualTo("after");
    }
  }

  @Test
  void metadataCanBeReadAlone() {
    admin().namespace("owners");
    admin()
        .seed(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: owners, annotations: {example.com/team: red}}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: main, image: none}]}
            """);
    var read = admin().metadata("/apis/apps/v1/namespaces/owners/deployments/web").expect(200);
    assertThat(read.text("kind")).isEqualTo("PartialObjectMetadata");
    assertThat(read.text("metadata", "annotations", "example.com/team")).isEqualTo("red");
    assertThat(read.json()).doesNotContainKeys("spec", "status");
  }

  @Test
  void evictionHonoursTheDisruptionBudget() {
    admin().namespace("guarded");
    admin().seed(pod("guarded", "job", "n1", "guarded"));
    admin()
        .mergePatch(
            "/api/v1/namespaces/guarded/pods/job/status",
            """
            {"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
            """)
        .expect(200);
    var made =
        admin()
            .seed(
                """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: all, namespace: guarded}
                spec: {minAvailable: 1, selector: {matchLabels: {app: guarded}}}
                status:
                  observedGeneration: 1
                  disruptionsAllowed: 0
                  currentHealthy: 1
                  desiredHealthy: 1
                  expectedPods: 1
                """)
            .getFirst();
    assertThat(Json.textAt(made, "status", "expectedPods")).isEqualTo("1");
    var refused = admin().evict("guarded", "job").expect(429);
    assertThat(refused.text("details", "causes", 0, "reason")).isEqualTo("DisruptionBudget");

    var budget = "/apis/policy/v1/namespaces/guarded/poddisruptionbudgets/all/status";
    admin().mergePatch(budget, "{\"status\":{\"disruptionsAllowed\":1}}").expect(200);
    admin().evict("guarded", "job").expect(201);
    assertThat(admin().get(budget).text("status", "disruptionsAllowed")).isEqualTo("0");
  }

  @Test
  void rightsAreByRole() {
    admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: reads-nodes}
            rules: [{apiGroups: [""], resources: [nodes], verbs: [get, list]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: jane-reads-nodes}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reads-nodes}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
            """);
    var jane = SERVER.get().as(SERVER.get().tokenFor(JANE));
    Eventually.until("jane reads nodes", () -> jane.get("/api/v1/nodes").status() == 200);
    var refused = jane.get("/api/v1/pods").expect(403);
    assertThat(refused.text("message")).contains("User \"jane\" cannot list resource \"pods\"");
    SERVER.get().as("made-up").get("/api/v1/nodes").expect(401);
    var account = SERVER.get().as(SERVER.get().tokenFor("accounts", "agent"));
    assertThat(account.get("/api/v1/nodes").expect(403).text("message"))
        .contains("system:serviceaccount:accounts:agent");
  }

  @Test
  void resourceSlicesAreFoundByNode() {
    admin().seed(slice("n1", "a") + "---\n" + slice("n2", "b"));
    var path = "/apis/resource.k8s.io/v1/resourceslices?fieldSelector=spec.nodeName%3D";
    var found = admin().get(path + "n1").expect(200).json();
    assertThat(names(found)).containsExactly("a");
    assertThat(Json.textAt(found, "items", 0, "spec", "devices", 0, "name")).isEqualTo("gpu-0");
    admin().get("/apis/resource.k8s.io/v1beta1/resourceslices").expect(200);
  }

  private static String slice(String node, String name) {
    return """
    apiVersion: resource.k8s.io/v1
    kind: ResourceSlice
    metadata: {name: %s}
    spec:
      driver: gpu.nvidia.com
      nodeName: %s
      pool: {name: %s, generation: 1, resourceSliceCount: 1}
      devices:
      - {name: gpu-0, attributes: {uuid: {string: GPU-1}}}
    """
        .formatted(name, node, node);
  }

  @Test
  void anAdmissionPolicyRefuses() {
    admin()
        .seed(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: no-forbidden-label}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
              validations:
              - expression: "!has(object.metadata.labels) || !('forbidden' in object.metadata.labels)"
                message: forbidden is forbidden
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: no-forbidden-label}
            spec: {policyName: no-forbidden-label, validationActions: [Deny]}
            """);
    var path = "/api/v1/namespaces/default/configmaps?dryRun=All";
    var map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {forbidden: x}}}";
    // A new policy takes a moment to be compiled.
    Eventually.until("the policy works", () -> admin().post(path, map).status() == 422);
    assertThat(admin().post(path, map).text("message")).contains("forbidden is forbidden");
  }

  @Test
  void aKubeletReadsItsOwnNodeOnly() {
    admin().seed("{apiVersion: v1, kind: Node, metadata: {name: n1}}");
    admin().seed("{apiVersion: v1, kind: Node, metadata: {name: n2}}");
    var kubelet = SERVER.get().as(SERVER.get().tokenFor("system:node:n2"));
    kubelet.get("/api/v1/nodes/n2").expect(200);
    kubelet.get("/api/v1/nodes/n1").expect(403);
  }
}
