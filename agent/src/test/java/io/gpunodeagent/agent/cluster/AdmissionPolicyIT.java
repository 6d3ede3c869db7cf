// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the admission policies let a stolen token of the agent do, on a real API server. RBAC is
 * opened wide here, so that only the policies stand in the way.
 */
class AdmissionPolicyIT {

  private static final String NODE = "/api/v1/nodes/";
  private static final String EVENTS = "/api/v1/namespaces/default/events";
  private static final String PODS = "/api/v1/namespaces/default/pods/";

  private static final String USER =
      "system:serviceaccount:%s:%s".formatted(Manifests.NAMESPACE, Manifests.ACCOUNT);

  @RegisterExtension
  static final OwnApiServer SERVER = new OwnApiServer(ApiServer.User.named(USER));

  private static @Nullable ApiClient bound;

  @BeforeAll
  static void start() {
    var manifests = Manifests.base();
    manifests.applyTo(SERVER.get());
    var admin = SERVER.get().admin();
    admin.serviceAccount("default", "default");
    admin.seed(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: wide-open}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: ServiceAccount, name: %1$s, namespace: %2$s}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: agent-a, namespace: %2$s}
        spec: {nodeName: node-a, serviceAccountName: %1$s, containers: [{name: agent, image: none}]}
        """
            .formatted(Manifests.ACCOUNT, Manifests.NAMESPACE));
    bound =
        SERVER
            .get()
            .as(SERVER.get().tokenForPod(Manifests.NAMESPACE, Manifests.ACCOUNT, "agent-a"));
    Eventually.until(
        "the policies are in force",
        () ->
            List.of(
                    agent().post(NODE + "?dryRun=All", "{kind: Node, metadata: {name: probe}}"),
                    agent().post(PODS + "?dryRun=All", pod("probe", "node-a")),
                    agent().post(EVENTS + "?dryRun=All", event("probe", "node-b", "node-b")))
                .stream()
                .allMatch(answer -> answer.body().contains("ValidatingAdmissionPolicy")));
  }

  /** The agent on {@code node-a}. */
  private static ApiClient agent() {
    if (bound == null) {
      throw new AssertionError("not started");
    }
    return bound;
  }

  /** Two nodes and a pod on each, as new. */
  @BeforeEach
  void freshObjects() {
    for (var name : List.of("a", "b")) {
      SERVER.get().admin().delete(NODE + "node-" + name);
      SERVER.get().admin().delete(PODS + "pod-" + name);
      SERVER
          .get()
          .admin()
          .seed(
              """
              apiVersion: v1
              kind: Node
              metadata:
                name: node-%1$s
                labels: {nvidia.com/mig.config: all-disabled, team: x, gpu-node-agent.io/gpu.health: healthy}
                annotations: {note: x}
              spec: {podCIDR: 10.0.0.0/24}
              status:
                capacity: {cpu: "8"}
                conditions: [{type: Ready, status: "True", reason: Up, message: fine}]
              ---
              %2$s
              """
                  .formatted(name, pod("pod-" + name, "node-" + name)));
      // As a kubelet does it, which thereby holds the conditions: unheld ones would go with the
      // agent's.
      var heartbeat =
          "{status: {conditions: [{type: Ready, status: 'True', reason: Up, message: well}]}}";
      SERVER
          .get()
          .admin()
          .mergePatch(NODE + "node-" + name + "/status", json(heartbeat))
          .expect(200);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "own label          |node-a       |{metadata: {labels: {gpu-node-agent.io/gpu.health:"
            + " unhealthy}}}",
        "own label removed  |node-a       |{metadata: {labels: {gpu-node-agent.io/gpu.health:"
            + " null}}}",
        "label of a model   |node-a       |{metadata: {labels:"
            + " {gpu-node-agent.io/model.NVIDIA-H100-80GB-HBM3.count: '8'}}}",
        "what fits          |node-a       |{metadata: {labels:"
            + " {gpu-node-agent.io/mig-1g.10gb.me.fits: '2'}}}",
        "product            |node-a       |{metadata: {labels: {nvidia.com/gpu.product: X}}}",
        "MIG profile        |node-a       |{metadata: {labels: {nvidia.com/mig-1c.3g.20gb.count:"
            + " '2'}}}",
        "through status     |node-a/status|{metadata: {labels: {nvidia.com/gpu.count: '8'}}}",
        "own annotation     |node-a       |{metadata: {annotations: {gpu-node-agent.io/topology:"
            + " '{}'}}}",
      })
  void whatTheAgentPublishesPasses(String name, String target, String patch) {
    agent().mergePatch(NODE + target, json(patch)).expect(200);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "another node             |node-b       |{metadata: {labels: {gpu-node-agent.io/gpu.health:"
            + " x}}}|the agent on node 'node-a' may not change node 'node-b'",
        "another node's status    |node-b/status|{metadata: {labels: {gpu-node-agent.io/gpu.health:"
            + " x}}}|the agent on node 'node-a' may not change node 'node-b'",
        "another prefix           |node-a       |{metadata: {labels: {example.com/gpu: x}}}        "
            + "      |these labels are not the agent's: example.com/gpu",
        "somebody's label removed |node-a       |{metadata: {labels: {team: null}}}                "
            + "      |these labels are not the agent's: team",
        "an order to MIG manager  |node-a       |{metadata: {labels: {nvidia.com/mig.config:"
            + " all-1g.10gb}}}|these labels are not the agent's: nvidia.com/mig.config",
        "the same through status  |node-a/status|{metadata: {labels: {nvidia.com/mig.config:"
            + " all-1g.10gb}}}|these labels are not the agent's: nvidia.com/mig.config",
        "an order to the operator |node-a       |{metadata: {labels: {nvidia.com/gpu.deploy.driver:"
            + " 'false'}}}|these labels are not the agent's: nvidia.com/gpu.deploy.driver",
        "the plugin's file        |node-a       |{metadata: {labels:"
            + " {nvidia.com/device-plugin.config: x}}}|these labels are not the agent's:"
            + " nvidia.com/device-plugin.config",
        "unknown own key          |node-a       |{metadata: {labels: {gpu-node-agent.io/run:"
            + " 'true'}}}    |these labels are not the agent's: gpu-node-agent.io/run",
        "a role                   |node-a       |{metadata: {labels:"
            + " {node-role.kubernetes.io/control-plane: ''}}}|these labels are not the agent's:"
            + " node-role.kubernetes.io/control-plane",
        "somebody's annotation    |node-a       |{metadata: {annotations: {note: y}}}              "
            + "      |these annotations are not the agent's: note",
        "a taint                  |node-a       |{spec: {taints: [{key:"
            + " gpu-node-agent.io/gpu-unhealthy, effect: NoSchedule}]}}|spec, taints included",
        "unschedulable            |node-a       |{spec: {unschedulable: true}}                     "
            + "      |spec, taints included",
        "a finalizer              |node-a       |{metadata: {finalizers: [example.com/x]}}         "
            + "      |labels and annotations only",
        "capacity                 |node-a/status|{status: {capacity: {nvidia.com/gpu: '8'}}}       "
            + "      |conditions only",
        "another condition        |node-a/status|{status: {conditions: [{type: Ready, status:"
            + " 'False'}]}}|may change GpuHealthy only",
        "a new foreign condition  |node-a/status|{status: {conditions: [{type: Ready, status:"
            + " 'True', reason: Up, message: well}, {type: DiskPressure, status: 'True'}]}}|may"
            + " change GpuHealthy only",
      })
  void whatIsNotTheAgentsIsDenied(String name, String target, String patch, String message) {
    denied(agent().mergePatch(NODE + target, json(patch)), message);
  }

  @Test
  void itsOwnConditionComesAndGoesBesideOthers() {
    for (var status : List.of("{conditions: [{type: GpuHealthy, status: 'True'}]}", "{}")) {
      agent()
          .apply(
              NODE + "node-a/status",
              "gpu-node-agent",
              "{apiVersion: v1, kind: Node, metadata: {name: node-a}, status: %s}"
                  .formatted(status))
          .expect(200);
    }
    var left = SERVER.get().admin().get(NODE + "node-a").expect(200).json();
    assertThat(Json.listAt(left, "status", "conditions")).hasSize(1);
  }

  @Test
  void nodesAreNeitherMadeNorDeleted() {
    denied(agent().post(NODE, "{kind: Node, metadata: {name: node-c}}"), "neither make nor delete");
    denied(agent().delete(NODE + "node-b"), "neither make nor delete");
    denied(agent().delete(NODE + "node-a"), "neither make nor delete");
  }

  @Test
  void aTokenOfNoPodIsOfNoNode() {
    var stolen = SERVER.get().as(SERVER.get().tokenFor(Manifests.NAMESPACE, Manifests.ACCOUNT));
    denied(
        stolen.mergePatch(
            NODE + "node-a", json("{metadata: {labels: {gpu-node-agent.io/gpu.health: x}}}")),
        "the agent on node '' may not change node 'node-a'");
  }

  /** As by impersonation: such a user has no extra fields at all. */
  @Test
  void theAgentsNameAloneIsOfNoNode() {
    denied(
        SERVER
            .get()
            .as(SERVER.get().tokenFor(USER))
            .mergePatch(
                NODE + "node-a", json("{metadata: {labels: {gpu-node-agent.io/gpu.health: x}}}")),
        "the agent on node '' may not change node 'node-a'");
  }

  @Test
  void othersAreNotJudged() {
    SERVER
        .get()
        .admin()
        .mergePatch(NODE + "node-a", json("{metadata: {labels: {nvidia.com/mig.config: x}}}"))
        .expect(200);
  }

  @Test
  void podsOfTheOwnNodeTakeOwnAnnotationsOnly() {
    var mark = json("{metadata: {annotations: {gpu-node-agent.io/idle-since: x}}}");
    agent().mergePatch(PODS + "pod-a", mark).expect(200);
    denied(agent().mergePatch(PODS + "pod-b", mark), "may not change a pod of another node");
    denied(
        agent()
            .mergePatch(
                PODS + "pod-a", json("{metadata: {annotations: {gpu-node-agent.io/exempt: x}}}")),
        "these annotations are not the agent's: gpu-node-agent.io/exempt");
    denied(
        agent().mergePatch(PODS + "pod-a", json("{metadata: {labels: {app: x}}}")),
        "annotations only");
    denied(
        agent().mergePatch(PODS + "pod-a", json("{spec: {activeDeadlineSeconds: 1}}")),
        "what a pod is");
    denied(
        agent().mergePatch(PODS + "pod-a/status", json("{status: {phase: Failed}}")),
        "neither make, delete nor enter");
    denied(agent().delete(PODS + "pod-a"), "neither make, delete nor enter");
  }

  @Test
  void eventsAreOfTheOwnNodeAndAboutIt() {
    agent().post(EVENTS, event("mine", "node-a", "node-a")).expect(201);
    denied(agent().post(EVENTS, event("other", "node-a", "node-b")), "another Node");
    denied(agent().post(EVENTS, event("forged", "node-b", "node-b")), "its own node only");
    SERVER.get().admin().post(EVENTS, event("foreign", "node-b", "node-b")).expect(201);
    denied(
        agent().mergePatch(EVENTS + "/foreign", json("{reportingInstance: node-a}")),
        "its own node only");
    denied(agent().delete(EVENTS + "/mine"), "its own node only");
  }

  private static void denied(ApiClient.Answer answer, String message) {
    assertThat(answer.body()).contains("ValidatingAdmissionPolicy");
    assertThat(answer.text("message")).contains(message).doesNotContain("expression");
    assertThat(answer.status()).isEqualTo(422);
  }

  private static String pod(String name, String node) {
    return "{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: default}, spec: {nodeName: %s, containers: [{name: main, image: none}]}}"
        .formatted(name, node);
  }

  private static String event(String name, String reporter, String about) {
    return """
    {apiVersion: v1, kind: Event, metadata: {name: %s, namespace: default},
     involvedObject: {apiVersion: v1, kind: Node, name: %s}, reason: Test, message: test, type: Normal,
     reportingComponent: gpu-node-agent, reportingInstance: %s}
    """
        .formatted(name, about, reporter);
  }

  /** The same in JSON, which patches must be. */
  private static String json(String yaml) {
    return Json.text(Manifests.parse(yaml).getFirst());
  }
}
