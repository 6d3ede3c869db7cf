// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.cluster.pods.WorkloadRule;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.publishing.Publisher;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.HealthEvent;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The agent's own code, with the token its DaemonSet would give it, before a real API server with
 * the shipped RBAC and admission policies: what is granted suffices, and nothing more is granted.
 */
class AgentRightsIT {

  private static final String NODE = "rights-a";
  private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
  private static final List<String> OWNERS =
      List.of(
          "v1 Pod",
          "v1 ReplicationController",
          "apps/v1 ReplicaSet",
          "apps/v1 Deployment",
          "apps/v1 StatefulSet",
          "apps/v1 DaemonSet",
          "batch/v1 Job",
          "batch/v1 CronJob");

  /** Owners that are no gangs, yet name a workload better than what is below them. */
  private static final Set<String> NAMING =
      Set.of(
          "notebooks",
          "daskworkergroups",
          "jobs",
          "cronworkflows",
          "rollouts",
          "workflows",
          "inferenceservices",
          "configurations",
          "revisions",
          "services");

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  private static String token = "";

  @BeforeAll
  static void start() {
    var manifests = Manifests.base();
    manifests.applyTo(SERVER.get());
    SERVER.get().admin().serviceAccount("default", "default");
    SERVER
        .get()
        .admin()
        .seed(
            """
            {apiVersion: v1, kind: Node, metadata: {name: %1$s}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: agent, namespace: %2$s}
            spec: {nodeName: %1$s, serviceAccountName: %3$s, containers: [{name: agent, image: none}]}
            """
                .formatted(NODE, Manifests.NAMESPACE, Manifests.ACCOUNT));
    token = SERVER.get().tokenForPod(Manifests.NAMESPACE, Manifests.ACCOUNT, "agent");
    Eventually.until("the rights are known", () -> agent().get("/api/v1/nodes/" + NODE).good());
    Eventually.until(
        "the policy is in force",
        () ->
            agent()
                .mergePatch(
                    "/api/v1/nodes/" + NODE + "?dryRun=All",
                    "{\"metadata\":{\"labels\":{\"nvidia.com/mig.config\":\"probe\"}}}")
                .body()
                .contains("ValidatingAdmissionPolicy"));
  }

  private static ApiClient agent() {
    return SERVER.get().as(token);
  }

  private static ClusterConfig config(Path kubeconfig) {
    var defaults = Defaults.cluster(NODE);
    return new ClusterConfig(
        true,
        true,
        Optional.of(kubeconfig),
        NODE,
        List.of(),
        List.of(),
        defaults.draDrivers(),
        defaults.timeout());
  }

  @Test
  void whatTheAgentAsksForIsWhatItIsGranted() {
    ownedPods();
    try (var proxy = new FaultyProxy(SERVER.get())) {
      var config = config(SERVER.get().kubeconfig(proxy.url(), token));
      watch(config, proxy);
      publish(config);
      var asked =
          proxy.requests().stream()
              .map(AgentRightsIT::right)
              .filter(right -> !right.startsWith("discovery"))
              .collect(Collectors.toSet());
      assertThat(asked).isEqualTo(granted());
    }
  }

  /** Pods, ResourceSlices and the owners of pods are read without a refusal. */
  private static void watch(ClusterConfig config, FaultyProxy proxy) {
    try (var cluster = new Cluster(config, InstantSource.system(), () -> {})) {
      cluster.start();
      Eventually.until(
          "all is watched",
          () ->
              cluster.pods().state() instanceof SourceState.Up
                  && cluster.draDevices().state() instanceof SourceState.Up
                  && proxy.watches() >= 2);
      for (var owner : OWNERS) {
        var plural = "/" + plural(owner.split(" ", -1)[1]) + "/owner";
        Eventually.until(owner + " is read", () -> proxy.count("GET", ".*" + plural) > 0);
      }
    }
  }

  /** Labels of every kind, the condition and an Event arrive. */
  private static void publish(ClusterConfig config) {
    var desired =
        DesiredNode.of(
                Map.of("gpu-node-agent.io/gpu.health", "healthy", "nvidia.com/gpu.count", "8"),
                Map.of("gpu-node-agent.io/topology", "{}"))
            .with(
                Optional.of(
                    new NodeCondition(NodeCondition.Status.TRUE, "AllGpusHealthy", "fine", NOW)));
    try (var publisher = Publisher.of(live(), config, InstantSource.fixed(NOW))) {
      publisher.offer(desired);
      publisher.announce(
          List.of(new HealthEvent("gpu/79", true, "GpuLost", "GPU 3 is gone", NOW, 1)));
      publisher.start();
      Eventually.until("all is on the node", AgentRightsIT::isPublished);
      assertThat(publisher.status().problems()).isEmpty();
    }
  }

  private static PublishingConfig live() {
    var defaults = Defaults.publishing();
    return new PublishingConfig(
        defaults.sink(),
        false,
        true,
        true,
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        defaults.checkInterval(),
        false);
  }

  private static boolean isPublished() {
    var node = SERVER.get().admin().get("/api/v1/nodes/" + NODE).expect(200).body();
    var events = SERVER.get().admin().get("/api/v1/namespaces/default/events").expect(200).body();
    return Stream.of("nvidia.com/gpu.count", "gpu-node-agent.io/topology", "AllGpusHealthy")
            .allMatch(node::contains)
        && events.contains("GpuLost");
  }

  /** One pod for each kind of owner, none of which exists. */
  private static void ownedPods() {
    for (var owner : OWNERS) {
      var parts = owner.split(" ", -1);
      SERVER
          .get()
          .admin()
          .seed(
              """
              apiVersion: v1
              kind: Pod
              metadata:
                name: of-%1$s
                namespace: default
                ownerReferences:
                  [{apiVersion: %2$s, kind: %3$s, name: owner, uid: uid-%1$s, controller: true}]
              spec: {nodeName: %4$s, containers: [{name: main, image: none}]}
              """
                  .formatted(parts[1].toLowerCase(Locale.ROOT), parts[0], parts[1], NODE));
    }
  }

  private static final Pattern PATH =
      Pattern.compile(
          "/apis?(?:/(?<group>[a-z0-9.-]+\\.[a-z0-9.]+|apps|batch))?/(?<version>v[a-z0-9]+)"
              + "(?:/namespaces/[^/?]+)?/(?<resource>[a-z]+)(?:/(?<name>[^/?]+))?(?<sub>/[a-z]+)?(?:[?].*)?");

  /** The right that a request takes, as RBAC spells it: verb, group, resource. */
  private static String right(ProxyRequest request) {
    var path = PATH.matcher(request.target());
    if (!path.matches()) {
      return "discovery " + request.target();
    }
    var verb =
        switch (request.method()) {
          case "GET" -> path.group("name") != null ? "get" : request.watches() ? "watch" : "list";
          case "PATCH" -> "patch";
          default -> request.method();
        };
    var group = Optional.ofNullable(path.group("group")).orElse("");
    var sub = Optional.ofNullable(path.group("sub")).orElse("");
    return verb + " " + group + "/" + path.group("resource") + sub;
  }

  /** Of the base, without the workloads of custom resources. */
  private static Set<String> granted() {
    var rights = new TreeSet<String>();
    var base = Manifests.base();
    Stream.concat(base.ofKind("ClusterRole").stream(), base.ofKind("Role").stream())
        .filter(role -> !Json.textAt(role, "metadata", "name").endsWith("-workloads"))
        .flatMap(role -> Json.listAt(role, "rules").stream())
        .forEach(rule -> rights.addAll(rights(rule)));
    // Applying what is not there yet takes both, and is one request.
    assertThat(rights.remove("create /events")).isTrue();
    return rights;
  }

  private static List<String> rights(Object rule) {
    var rights = new ArrayList<String>();
    for (var group : (List<?>) Json.at(rule, "apiGroups")) {
      for (var resource : (List<?>) Json.at(rule, "resources")) {
        ((List<?>) Json.at(rule, "verbs"))
            .forEach(verb -> rights.add(verb + " " + group + "/" + resource));
      }
    }
    return rights;
  }

  @Test
  void everyGangsKindCanBeReadAndNoOtherWithoutAReason() {
    var readable =
        Manifests.base().ofKind("ClusterRole").stream()
            .filter(role -> Json.textAt(role, "metadata", "name").endsWith("-workloads"))
            .flatMap(role -> Json.listAt(role, "rules").stream())
            .flatMap(rule -> rights(rule).stream())
            .peek(right -> assertThat(right).startsWith("get "))
            .map(right -> right.substring(right.indexOf('/') + 1))
            .collect(Collectors.toSet());
    var wanted =
        WorkloadRule.GANG_KINDS.stream()
            .filter(kind -> !kind.equals("Pod"))
            .map(AgentRightsIT::plural)
            .collect(Collectors.toSet());
    wanted.addAll(NAMING);
    assertThat(readable).isEqualTo(wanted);
  }

  private static String plural(String kind) {
    return kind.toLowerCase(Locale.ROOT) + "s";
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/nodes/rights-a/proxy/pods",
    "GET, /api/v1/secrets",
    "GET, /api/v1/namespaces/default/secrets/x",
    "GET, /api/v1/namespaces/gpu-node-agent/configmaps/gpu-node-agent",
    "GET, /apis/apps/v1/deployments",
    "PATCH, /api/v1/namespaces/default/pods/of-pod",
    "PATCH, /api/v1/namespaces/kube-system/events/x",
    "DELETE, /api/v1/namespaces/default/pods/of-pod",
    "DELETE, /api/v1/nodes/rights-a",
    "POST, /api/v1/namespaces/default/pods",
    "POST, /api/v1/namespaces/default/pods/of-pod/eviction",
    "POST, /api/v1/namespaces/gpu-node-agent/serviceaccounts/gpu-node-agent/token",
    "POST, /apis/authentication.k8s.io/v1/tokenreviews",
  })
  void whatTheAgentHasNoUseForIsRefused(String method, String path) {
    var answer =
        switch (method) {
          case "GET" -> agent().get(path);
          case "PATCH" -> agent().mergePatch(path, "{}");
          case "DELETE" -> agent().delete(path);
          default -> agent().post(path, "{}");
        };
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.text("message")).contains("User \"" + Manifests.base().user() + "\" cannot");
  }

  @Test
  void oneLabelThatThePolicyDoesNotLetGoCostsNoOther() throws InterruptedException {
    var node = "/api/v1/nodes/" + NODE;
    // As if an earlier policy had admitted it.
    SERVER
        .get()
        .admin()
        .apply(
            node,
            ObservedNode.AGENT,
            "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {example.com/old: held}}}"
                .formatted(NODE))
        .expect(200);
    var config = config(SERVER.get().kubeconfig(token));
    try (var publisher = Publisher.of(live(), config, InstantSource.fixed(NOW))) {
      publisher.offer(DesiredNode.of(Map.of("nvidia.com/gpu.product", "H100"), Map.of()));
      publisher.start();
      Eventually.until(
          "the good label",
          () ->
              SERVER
                  .get()
                  .admin()
                  .get(node)
                  .body()
                  .contains("\"nvidia.com/gpu.product\":\"H100\""));
      Eventually.until(
          "the problem is reported",
          () -> publisher.status().problems().toString().contains("example.com/old"));
      assertThat(SERVER.get().admin().get(node).body()).contains("\"example.com/old\":\"held\"");
    }
    try (var publisher = Publisher.of(live(), config, InstantSource.fixed(NOW))) {
      assertThat(publisher.remove())
          .hasValueSatisfying(
              left ->
                  assertThat(left)
                      .startsWith("metadata.labels.example.com/old: ")
                      .doesNotContain("gpu.product"));
      assertThat(SERVER.get().admin().get(node).body())
          .contains("\"example.com/old\":\"held\"")
          .doesNotContain("gpu.product");
    } finally {
      SERVER
          .get()
          .admin()
          .mergePatch(node, "{\"metadata\":{\"labels\":{\"example.com/old\":null}}}")
          .expect(200);
    }
  }

  @Test
  void oneLabelThatThePolicyRefusesCostsNoOther() {
    var config = config(SERVER.get().kubeconfig(token));
    try (var publisher = Publisher.of(live(), config, InstantSource.fixed(NOW))) {
      publisher.offer(
          DesiredNode.of(
              Map.of("nvidia.com/mig.config", "all-disabled", "nvidia.com/gpu.family", "hopper"),
              Map.of()));
      publisher.start();
      Eventually.until(
          "the good label",
          () ->
              SERVER
                  .get()
                  .admin()
                  .get("/api/v1/nodes/" + NODE)
                  .body()
                  .contains("\"nvidia.com/gpu.family\":\"hopper\""));
      Eventually.until(
          "the problem is reported",
          () -> publisher.status().problems().toString().contains("nvidia.com/mig.config"));
      assertThat(SERVER.get().admin().get("/api/v1/nodes/" + NODE).body())
          .doesNotContain("all-disabled");
    }
  }
}
