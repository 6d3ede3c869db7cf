// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.simulation.ApiCaller.Answer;
import io.gpunodeagent.simulation.scenario.ScenarioReader;
import io.gpunodeagent.simulation.spi.Play;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API server as a client of Kubernetes meets it. */
@Timeout(60)
class ApiServerTest {

  private static final String PODS = "/api/v1/pods?fieldSelector=spec.nodeName%3D";
  private static final String APPLY = "application/apply-patch+yaml";

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private Optional<PlayedNode> started = Optional.empty();
  private Optional<ApiCaller> caller = Optional.empty();

  private void start(Path scenario) throws IOException {
    started =
        PlayedNode.start(
            new Play(
                scenario,
                Shipped.catalogue(),
                directory.resolve("n"),
                clock,
                ManualClock.START,
                false));
    caller = Optional.of(ApiCaller.of(node().kubeconfig()));
  }

  private PlayedNode node() {
    return started.orElseThrow();
  }

  private ApiCaller api() {
    return caller.orElseThrow();
  }

  private void start(String scenario) throws IOException {
    start(Shipped.scenario(scenario));
  }

  @AfterEach
  void stop() {
    caller.ifPresent(ApiCaller::close);
    started.ifPresent(PlayedNode::close);
  }

  private Answer pods() throws Exception {
    return api().get(PODS + node().nodeName());
  }

  @Test
  void aPodTellsWhatTheJoinsNeed() throws Exception {
    start("k8s-h100-8");
    var pod = api().get("/api/v1/namespaces/research/pods/llm-pretrain-worker-0");

    assertThat(pod.code()).isEqualTo(200);
    assertThat(pod.at("spec", "nodeName")).isEqualTo("h100-node-1");
    assertThat(pod.at("spec", "priorityClassName")).isEqualTo("training");
    assertThat(pod.at("spec", "initContainers", 0, "name")).isEqualTo("fetch");
    assertThat(pod.at("spec", "containers", 0, "resources", "limits", "nvidia.com/gpu"))
        .isEqualTo("2");
    assertThat(pod.at("metadata", "ownerReferences", 0, "kind")).isEqualTo("PyTorchJob");
    assertThat(pod.at("metadata", "annotations", "cost-center")).isEqualTo("4711");
    assertThat(pod.at("metadata", "creationTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(pod.at("status", "phase")).isEqualTo("Running");
    assertThat(pod.at("status", "qosClass")).isEqualTo("Guaranteed");
    assertThat(pod.at("status", "containerStatuses", 0, "state", "running", "startedAt"))
        .isEqualTo("2026-01-01T00:00:00Z");
    var id = (String) pod.at("status", "containerStatuses", 0, "containerID");
    assertThat(id).matches("containerd://[0-9a-f]{64}");
    assertThat(Files.readString(node().proc().resolve("418211/cgroup")))
        .contains(((String) pod.at("metadata", "uid")).replace('-', '_'))
        .contains(id.substring("containerd://".length()));
  }

  @Test
  void aStaticPodsObjectNamesTheIdOfItsCgroups() throws Exception {
    start("k8s-h100-8");
    var pod = api().get("/api/v1/namespaces/kube-system/pods/gateway-h100-node-1");
    var hash = (String) pod.at("metadata", "annotations", "kubernetes.io/config.hash");

    assertThat(hash).matches("[0-9a-f]{32}");
    assertThat(pod.at("metadata", "annotations", "kubernetes.io/config.mirror")).isEqualTo(hash);
    assertThat(pod.at("metadata", "ownerReferences", 0, "kind")).isEqualTo("Node");
    assertThat(Files.readString(node().proc().resolve("2204/cgroup"))).contains("pod" + hash);
  }

  @Test
  void ownersAreFoundUpwardsByTheirMetadata() throws Exception {
    start("k8s-a100-mig");
    var partial = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    var set =
        api().get("/apis/apps/v1/namespaces/serving/replicasets/triton-5d8f", "Accept", partial);
    var deployment =
        api().get("/apis/apps/v1/namespaces/serving/deployments/triton", "Accept", partial);
    var top =
        api().get("/apis/serving.kserve.io/v1beta1/namespaces/serving/inferenceservices/triton");

    assertThat(set.at("kind")).isEqualTo("PartialObjectMetadata");
    assertThat(set.at("metadata", "ownerReferences", 0, "uid"))
        .isEqualTo(deployment.at("metadata", "uid"));
    assertThat(deployment.at("metadata", "ownerReferences", 0, "uid"))
        .isEqualTo(top.at("metadata", "uid"));
    assertThat(top.at("metadata", "ownerReferences")).isEqualTo("absent");
    assertThat(api().get("/apis/apps/v1/namespaces/serving/replicasets/nobody").code())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods?fieldSelector=spec.nodeName%3Dh100-node-1, 8",
    "/api/v1/pods?fieldSelector=spec.nodeName%3Danother, 0",
    "/api/v1/pods?fieldSelector=spec.nodeName%3Dh100-node-1%2Cstatus.phase%21%3DRunning, 0",
    "/api/v1/pods?labelSelector=app%3Dchat, 1",
    "/api/v1/pods?labelSelector=app, 2",
    "/api/v1/pods?labelSelector=app%21%3Dchat, 7",
    "/api/v1/namespaces/research/pods, 5",
    "/api/v1/namespaces/nowhere/pods, 0"
  })
  void listsHoldWhatIsSelected(String path, int count) throws Exception {
    start("k8s-h100-8");
    var list = api().get(path);

    assertThat(list.code()).isEqualTo(200);
    assertThat(list.at("kind")).isEqualTo("PodList");
    assertThat(list.names()).hasSize(count);
    assertThat((String) list.at("metadata", "resourceVersion")).matches("[0-9]+");
  }

  @Test
  void aWatchTellsWhatComesAndGoes() throws Exception {
    start("k8s-churn");
    var version = pods().at("metadata", "resourceVersion");
    var watch = api().watch(PODS + "churn-1&watch=true&resourceVersion=" + version);
    var fresh = api().watch(PODS + "churn-1&watch=1");

    assertThat(List.of(fresh.nextLine(), fresh.nextLine()))
        .containsExactlyInAnyOrder("ADDED train-0 Running", "ADDED finished-4kd2x Running");
    clock.at(31);
    assertThat(watch.nextLine()).isEqualTo("MODIFIED finished-4kd2x Succeeded");
    clock.at(61);
    assertThat(watch.nextLine()).isEqualTo("DELETED train-0 Running");
    clock.at(66);
    var again = watch.next();
    assertThat(again.get("type")).isEqualTo("ADDED");
    clock.at(106);
    var restarted = watch.next();
    assertThat(restarted.get("type")).isEqualTo("MODIFIED");
    assertThat(ApiCaller.at(restarted, "object", "status", "containerStatuses", 1, "restartCount"))
        .isEqualTo(1);
    assertThat(
            (String)
                ApiCaller.at(
                    restarted,
                    "object",
                    "status",
                    "containerStatuses",
                    1,
                    "lastState",
                    "terminated",
                    "containerID"))
        .startsWith("docker://")
        .isEqualTo(ApiCaller.at(again, "object", "status", "containerStatuses", 1, "containerID"));
    assertThat(fresh.nextLine()).isEqualTo("MODIFIED finished-4kd2x Succeeded");
  }

  @Test
  void aPodOfTheSameNameAtOnceIsDeletedAndAdded() throws Exception {
    start("k8s-churn");
    var before = api().get("/api/v1/namespaces/research/pods/train-0").at("metadata", "uid");
    var watch =
        api()
            .watch(
                PODS
                    + "churn-1&watch=true&resourceVersion="
                    + pods().at("metadata", "resourceVersion"));
    clock.at(66);

    assertThat(watch.nextLine()).isEqualTo("DELETED train-0 Running");
    assertThat(List.of(watch.nextLine(), watch.nextLine()))
        .containsExactlyInAnyOrder("ADDED train-0 Running", "MODIFIED finished-4kd2x Succeeded");
    assertThat(api().get("/api/v1/namespaces/research/pods/train-0").at("metadata", "uid"))
        .isNotEqualTo(before);
  }

  @Test
  void anOldVersionCannotBeWatched() throws Exception {
    start("k8s-churn");
    var event = api().watch("/api/v1/pods?watch=true&resourceVersion=1").next();

    assertThat(event.get("type")).isEqualTo("ERROR");
    assertThat(ApiCaller.at(event, "object", "code")).isEqualTo(410);
    assertThat(ApiCaller.at(event, "object", "reason")).isEqualTo("Expired");
  }

  @Test
  void initialEventsEndWithABookmark() throws Exception {
    start("k8s-l40s-mps");
    var watch =
        api().watch("/api/v1/pods?watch=true&sendInitialEvents=true&timeoutSeconds=1").events();
    for (int i = 0; i < 4; i++) {
      assertThat(watch.take().get("type")).isEqualTo("ADDED");
    }
    var bookmark = watch.take();
    assertThat(bookmark.get("type")).isEqualTo("BOOKMARK");
    assertThat(
            ApiCaller.at(
                bookmark, "object", "metadata", "annotations", "k8s.io/initial-events-end"))
        .isEqualTo("true");
    assertThat(watch.take().get("type")).as("the watch's time is over").isEqualTo("END");
  }

  @Test
  void theNodeTakesLabelsAndForgetsWhatIsAppliedNoMore() throws Exception {
    start("k8s-h100-8");
    var path = "/api/v1/nodes/h100-node-1?fieldManager=agent&force=true";
    var first = apply(path, "{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"}}}");
    var second = apply(path, "{\"metadata\":{\"labels\":{\"b\":\"3\"}}}");
    var dry = apply(path + "&dryRun=All", "{\"metadata\":{\"labels\":{\"c\":\"4\"}}}");

    assertThat(first.at("metadata", "labels", "a")).isEqualTo("1");
    assertThat(second.at("metadata", "labels", "a")).isEqualTo("absent");
    assertThat(second.at("metadata", "labels", "b")).isEqualTo("3");
    assertThat(dry.at("metadata", "labels", "c")).isEqualTo("4");
    var read = api().get("/api/v1/nodes/h100-node-1");
    assertThat(read.at("metadata", "labels", "b")).isEqualTo("3");
    assertThat(read.at("metadata", "labels", "c")).isEqualTo("absent");
    assertThat(read.at("metadata", "labels", "topology.kubernetes.io/zone")).isEqualTo("rz-1");
    assertThat(apply("/api/v1/nodes/h100-node-1", "{}").code()).isEqualTo(400);
  }

  private Answer apply(String path, String body) throws Exception {
    return api().send("PATCH", path, body, "Content-Type", APPLY);
  }

  @Test
  void whoAppliedALabelIsOnAccountAndTakesItAwayByNotApplyingIt() throws Exception {
    start("k8s-h100-8");
    var path = "/api/v1/nodes/h100-node-1?fieldManager=";
    var label = "{\"metadata\":{\"labels\":{\"x/a\":\"1\"}}}";
    apply(path + "one", label);
    var both = apply(path + "two", label);
    var other = apply(path + "one", "{\"metadata\":{}}");
    var none = apply(path + "two", "{\"metadata\":{}}");

    for (int i = 0; i < 2; i++) {
      var fields = new Object[] {"metadata", "managedFields", i, "fieldsV1", "f:metadata"};
      assertThat(both.at(with(fields, "f:labels", "f:x/a"))).isEqualTo(Map.of());
    }
    assertThat(both.at("metadata", "managedFields", 0, "manager")).isEqualTo("one");
    assertThat(both.at("metadata", "managedFields", 1, "operation")).isEqualTo("Apply");
    assertThat(other.at("metadata", "labels", "x/a")).isEqualTo("1");
    assertThat(none.at("metadata", "labels", "x/a")).isEqualTo("absent");
    assertThat(none.at("metadata", "labels", "kubernetes.io/os")).isEqualTo("linux");
  }

  private static Object[] with(Object[] path, Object... more) {
    return Stream.of(path, more).flatMap(Stream::of).toArray();
  }

  @Test
  void anAppliedEventNeedNotBeThereButANodeMust() throws Exception {
    start("k8s-h100-8");
    var event = "{\"metadata\":{\"name\":\"e1\"},\"reason\":\"GpuLost\"}";
    var path = "/api/v1/namespaces/default/events/e1";
    assertThat(apply(path + "?fieldManager=agent", event).at("metadata", "namespace"))
        .isEqualTo("default");
    assertThat(api().get(path).at("reason")).isEqualTo("GpuLost");
    assertThat(apply("/api/v1/nodes/another?fieldManager=agent", "{}").code()).isEqualTo(404);
  }

  @Test
  void theWrongUidIsAConflict() throws Exception {
    start("k8s-h100-8");
    var answer =
        apply("/api/v1/nodes/h100-node-1?fieldManager=agent", "{\"metadata\":{\"uid\":\"other\"}}");
    assertThat(answer.code()).isEqualTo(409);
  }

  @Test
  void theNodesConditionsAreMergedByType() throws Exception {
    start("k8s-h100-8");
    var answer =
        apply(
            "/api/v1/nodes/h100-node-1/status?fieldManager=agent",
            """
            {"metadata":{"name":"h100-node-1"},
             "status":{"conditions":[{"type":"GpuHealthy","status":"False"}]}}
            """);

    assertThat(answer.code()).isEqualTo(200);
    assertThat(answer.at("status", "conditions", 0, "type")).isEqualTo("Ready");
    assertThat(answer.at("status", "conditions", 1, "type")).isEqualTo("GpuHealthy");
    assertThat(answer.at("status", "nodeInfo", "kubeletVersion")).isEqualTo("v1.34.2");
  }

  @Test
  void aStalePatchIsAConflict() throws Exception {
    start("k8s-h100-8");
    var answer =
        api()
            .send(
                "PATCH",
                "/api/v1/nodes/h100-node-1",
                "{\"metadata\":{\"resourceVersion\":\"1\",\"labels\":{\"a\":\"1\"}}}",
                "Content-Type",
                "application/merge-patch+json");

    assertThat(answer.code()).isEqualTo(409);
    assertThat(answer.at("reason")).isEqualTo("Conflict");
  }

  @Test
  void eventsAreKept() throws Exception {
    start("k8s-h100-8");
    for (var path : List.of("/api/v1", "/apis/events.k8s.io/v1")) {
      var events = path + "/namespaces/research/events";
      var created =
          api()
              .send(
                  "POST",
                  events,
                  "{\"metadata\":{\"generateName\":\"idle-\"},\"reason\":\"Idle\",\"note\":null}");
      assertThat(created.code()).isEqualTo(201);
      assertThat((String) created.at("metadata", "name")).startsWith("idle-");
      assertThat(api().get(events).names()).containsExactly(created.at("metadata", "name"));
    }
  }

  @Test
  void anEvictedPodIsGoneForGood() throws Exception {
    start("k8s-h100-8");
    var path = "/api/v1/namespaces/research/pods/idle-notebook-0";
    var uid = api().get(path).at("metadata", "uid");

    assertThat(evict(path, "\"dryRun\":[\"All\"]").code()).isEqualTo(201);
    assertThat(evict(path, "\"preconditions\":{\"uid\":\"other\"}").code()).isEqualTo(409);
    assertThat(api().get(path).code()).isEqualTo(200);
    assertThat(evict(path, "\"preconditions\":{\"uid\":\"" + uid + "\"}").code()).isEqualTo(201);

    Await.until(() -> assertThat(api().get(path).code()).isEqualTo(404));
    assertThat(new KubeletCaller(node().kubeletSocket()).list())
        .noneMatch(pod -> pod.getName().equals("idle-notebook-0"));
    assertThat(evict(path, "").code()).isEqualTo(404);
  }

  @Test
  void aStaticPodSurvivesItsEviction() throws Exception {
    start("k8s-h100-8");
    var path = "/api/v1/namespaces/kube-system/pods/gateway-h100-node-1";

    assertThat(evict(path, "").code()).isEqualTo(201);
    assertThat(api().get(path).code()).isEqualTo(200);
  }

  private Answer evict(String pod, String options) throws Exception {
    var body =
        """
        {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"x"},"deleteOptions":{%s}}
        """
            .formatted(options);
    return api().send("POST", pod + "/eviction", body, "Content-Type", "application/json");
  }

  @Test
  void resourceSlicesNameTheDevicesOfClaims() throws Exception {
    start("k8s-h100-8");
    var slices =
        api()
            .get(
                "/apis/resource.k8s.io/v1/resourceslices"
                    + "?fieldSelector=spec.nodeName%3Dh100-node-1%2Cspec.driver%3Dgpu.nvidia.com");
    var gpus =
        ScenarioReader.read(Shipped.scenario("k8s-h100-8"), Shipped.catalogue())
            .orElseThrow()
            .gpus();

    assertThat(slices.names()).hasSize(1);
    assertThat(slices.at("items", 0, "spec", "driver")).isEqualTo("gpu.nvidia.com");
    assertThat(slices.at("items", 0, "spec", "pool", "name")).isEqualTo("h100-node-1");
    assertThat(slices.at("items", 0, "spec", "devices", 2, "name")).isEqualTo("gpu-2");
    assertThat(slices.at("items", 0, "spec", "devices", 2, "attributes", "uuid", "string"))
        .isEqualTo(gpus.get(2).uuid());
    assertThat(new KubeletCaller(node().kubeletSocket()).holdings())
        .contains(
            "serving/chat-7f9c6d5b4-m2x8k vllm serving/chat-gpu gpu.nvidia.com/h100-node-1/gpu-2",
            "research/tuning-a ray research/half-a gpu.nvidia.com/h100-node-1/gpu-3"
                + " 3f0c1f0e-5a67-4f6b-9d2f-2c5f2f8f7a01");
  }

  @Test
  void kindsCanBeDiscovered() throws Exception {
    start("k8s-l40s-mps");

    assertThat(api().get("/version").at("gitVersion")).isEqualTo("v1.34.2");
    assertThat(api().get("/api").at("versions", 0)).isEqualTo("v1");
    assertThat(api().get("/apis").at("kind")).isEqualTo("APIGroupList");
    assertThat(api().get("/apis/apps").at("preferredVersion", "groupVersion")).isEqualTo("apps/v1");
    assertThat(api().get("/apis/apps/v1").at("resources", 0, "name")).isEqualTo("replicasets");
    assertThat(api().get("/apis/nobody.example/v1").code()).isEqualTo(404);
    assertThat(api().get("/api/v1/widgets").code()).isEqualTo(404);
    assertThat(api().get("/readyz").code()).isEqualTo(200);
    assertThat(
            api()
                .send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "{}")
                .at("status", "allowed"))
        .isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({"forbidden, 403", "error, 500"})
  void requestsFailWhenTheScenarioSaysSo(String kind, int code) throws Exception {
    start(scenarioWith(kind));
    clock.at(15);
    Await.until(() -> assertThat(pods().code()).isEqualTo(code));
    clock.at(25);
    Await.until(() -> assertThat(pods().code()).isEqualTo(200));
  }

  @Test
  void aServerThatIsGoneComesBackWhereItWas() throws Exception {
    start(scenarioWith("refuse"));
    var watch = api().watch("/api/v1/pods?watch=1");
    clock.at(15);
    Await.until(() -> assertThatThrownBy(this::pods).isInstanceOf(IOException.class));
    assertThat(watch.next().get("type")).isEqualTo("ADDED");
    assertThat(watch.next().get("type")).isEqualTo("END");
    clock.at(25);
    Await.until(() -> assertThat(pods().code()).isEqualTo(200));
  }

  @Test
  void expiryEndsEveryWatch() throws Exception {
    start(scenarioWith("expired"));
    var version = pods().at("metadata", "resourceVersion");
    var watch = api().watch("/api/v1/pods?watch=1&resourceVersion=" + version);
    clock.at(15);

    assertThat(ApiCaller.at(watch.next(), "object", "code")).isEqualTo(410);
    assertThat(watch.next().get("type")).isEqualTo("END");
    assertThat(pods().names()).hasSize(1);
  }

  private Path scenarioWith(String fault) throws IOException {
    return Files.writeString(
        directory.resolve("faulty.yaml"),
        """
        description: a server with a fault
        driver: {version: 595.91.07}
        kubernetes:
          api: {faults: [{kind: %s, from: 10s, until: 20s}]}
          pods: [{name: a, containers: [{name: main}]}]
        """
            .formatted(fault));
  }
}
