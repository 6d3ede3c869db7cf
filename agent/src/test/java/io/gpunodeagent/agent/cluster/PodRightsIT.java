// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.pods.ObservedPod;
import io.gpunodeagent.agent.cluster.pods.PodAnswer;
import io.gpunodeagent.agent.cluster.pods.PodEvent;
import io.gpunodeagent.agent.cluster.pods.PodTarget;
import io.gpunodeagent.agent.cluster.pods.PodWriter;
import io.gpunodeagent.agent.config.Defaults;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The agent's own code that marks and evicts pods, with the token its DaemonSet would give it and
 * the rights of the overlay eviction.
 */
class PodRightsIT {

  private static final String NODE = "pod-rights-a";
  private static final Map<String, Optional<String>> MARK =
      Map.of("gpu-node-agent.io/idle-since", Optional.of("2026-05-04T12:00:00Z"));

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  private static String token = "";

  @BeforeAll
  static void start() {
    var overlay = Manifests.render(Manifests.FOLDER.resolve("overlays/eviction"));
    overlay.applyTo(SERVER.get());
    SERVER.get().admin().serviceAccount("default", "default");
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
    var probe = target("probe", "another-node");
    Eventually.until(
        "rights and policies are in force",
        () -> {
          try {
            return writer().annotate(seen(writer().read(probe)), MARK)
                    instanceof PodAnswer.Forbidden(var reason)
                && reason.contains("another node");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          } catch (AssertionError notReadable) {
            return false;
          }
        });
  }

  private static PodWriter writer() {
    var defaults = Defaults.cluster(NODE);
    return new PodWriter(
        new ClusterConfig(
            true,
            true,
            Optional.of(SERVER.get().kubeconfig(token)),
            NODE,
            List.of(),
            List.of(),
            Set.of(),
            defaults.timeout()));
  }

  private static PodTarget target(String name, String node) {
    var pod =
        SERVER
            .get()
            .admin()
            .seed(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: default}
                spec: {nodeName: %s, containers: [{name: main, image: none}]}
                """
                    .formatted(name, node))
            .getFirst();
    return new PodTarget("default", name, Json.textAt(pod, "metadata", "uid"));
  }

  private static ObservedPod seen(PodAnswer answer) {
    assertThat(answer).isInstanceOf(PodAnswer.Seen.class);
    return ((PodAnswer.Seen) answer).pod();
  }

  @Test
  void aPodOfTheOwnNodeIsMarkedToldAndEvicted() throws Exception {
    var pod = target("mine", NODE);
    var marked = seen(writer().annotate(seen(writer().read(pod)), MARK));
    var event = new PodEvent(false, "GpuIdle", "idle", Instant.parse("2026-05-04T12:00:00Z"));
    assertThat(writer().record(pod, event)).isEqualTo(new PodAnswer.Done());
    assertThat(writer().evict(marked)).isEqualTo(new PodAnswer.Done());
  }

  /** An eviction does not carry its pod's node: this is why the right is in no other overlay. */
  @Test
  void aPodOfAnotherNodeIsNotMarkedButCanBeEvicted() throws Exception {
    var pod = seen(writer().read(target("theirs", "another-node")));
    assertThat(writer().annotate(pod, MARK)).isInstanceOf(PodAnswer.Forbidden.class);
    assertThat(writer().evict(pod)).isEqualTo(new PodAnswer.Done());
  }
}
