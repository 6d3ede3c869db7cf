// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeTaint;
import io.gpunodeagent.agent.cluster.node.NodeWriter;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.health.output.HealthTaint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The agent's own code that taints a Node, with the token its DaemonSet would give it and the
 * rights of the overlay taint.
 */
class TaintRightsIT {

  private static final String NODE = "taint-rights-a";
  private static final Optional<NodeTaint> TAINT =
      Optional.of(new NodeTaint(HealthTaint.KEY, "unhealthy", "NoSchedule"));

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  private static String token = "";

  @BeforeAll
  static void start() {
    Manifests.render(Manifests.FOLDER.resolve("overlays/taint")).applyTo(SERVER.get());
    for (var node : List.of(NODE, "taint-rights-b")) {
      SERVER
          .get()
          .admin()
          .seed("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(node));
    }
    SERVER
        .get()
        .admin()
        .seed(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: agent, namespace: %s}
            spec: {nodeName: %s, serviceAccountName: %s, containers: [{name: agent, image: none}]}
            """
                .formatted(Manifests.NAMESPACE, NODE, Manifests.ACCOUNT));
    token = SERVER.get().tokenForPod(Manifests.NAMESPACE, Manifests.ACCOUNT, "agent");
    Eventually.until(
        "rights and policies are in force",
        () -> {
          try {
            return refused(taint(writer("taint-rights-b"), HealthTaint.KEY, TAINT))
                .contains("may not change node");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static NodeWriter writer(String node) {
    var defaults = Defaults.cluster(node);
    return new NodeWriter(
        new ClusterConfig(
            true,
            true,
            Optional.of(SERVER.get().kubeconfig(token)),
            node,
            List.of(),
            List.of(),
            Set.of(),
            defaults.timeout()),
        NodeCondition.TYPE);
  }

  private static NodeAnswer taint(NodeWriter writer, String key, Optional<NodeTaint> taint)
      throws InterruptedException {
    return writer.read() instanceof NodeAnswer.Seen(var node)
        ? writer.applyTaint(node, key, taint)
        : new NodeAnswer.Unavailable("not readable yet");
  }

  private static String refused(NodeAnswer answer) {
    return switch (answer) {
      case NodeAnswer.Forbidden(var reason) -> reason;
      case NodeAnswer.Invalid(var _, var reason) -> reason;
      case NodeAnswer other -> other.toString();
    };
  }

  @Test
  void itsOwnTaintIsPutAndLifted() throws Exception {
    assertThat(taint(writer(NODE), HealthTaint.KEY, TAINT))
        .isInstanceOfSatisfying(
            NodeAnswer.Seen.class,
            seen -> assertThat(seen.node().taintsOf(HealthTaint.KEY)).hasSize(1));
    assertThat(taint(writer(NODE), HealthTaint.KEY, Optional.empty()))
        .isInstanceOfSatisfying(
            NodeAnswer.Seen.class,
            seen -> assertThat(seen.node().taintsOf(HealthTaint.KEY)).isEmpty());
  }

  @Test
  void anothersTaintIsNeitherPutNorLifted() throws Exception {
    var theirs = Optional.of(new NodeTaint("x/theirs", "", "NoSchedule"));
    assertThat(refused(taint(writer(NODE), "x/theirs", theirs))).contains("own taint only");
    assertThat(refused(taint(writer(NODE), "node.kubernetes.io/not-ready", Optional.empty())))
        .contains("own taint only");
  }
}
