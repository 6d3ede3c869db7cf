// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cli.Shell;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.OwnApiServer;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.reviews.AccessReviewer.Answer;
import io.gpunodeagent.agent.cluster.reviews.AccessReviewer.Right;
import io.gpunodeagent.agent.config.Defaults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real kube-apiserver tells somebody with few rights what they may do. */
class AccessReviewerIT {

  @RegisterExtension
  static final OwnApiServer SERVER = new OwnApiServer(ApiServer.User.named("few"));

  @BeforeAll
  static void start() {
    SERVER
        .get()
        .admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: few}
            rules:
              - {apiGroups: [""], resources: [pods], verbs: [list, watch]}
              - {apiGroups: [""], resources: [nodes/status], verbs: [patch]}
              - {apiGroups: [""], resources: [configmaps], resourceNames: [mine], verbs: [list]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: few}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: few}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: few}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: few, namespace: default}
            rules:
              - {apiGroups: [""], resources: [events], verbs: [create]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: few, namespace: default}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: few}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: few}]
            """);
    Eventually.until(
        "the rights are known",
        () ->
            review(new Right("", "events", "create", "default", "")) instanceof Answer.Allowed
                && review(new Right("", "pods", "list", "", "")) instanceof Answer.Allowed);
  }

  private static Path kubeconfig() {
    return SERVER.get().kubeconfig(SERVER.get().tokenFor("few"));
  }

  private static Answer review(Right right) {
    return review(kubeconfig(), right);
  }

  private static Answer review(Path kubeconfig, Right right) {
    var defaults = Defaults.cluster("any");
    var config =
        new ClusterConfig(
            true,
            true,
            Optional.of(kubeconfig),
            "any",
            List.of(),
            List.of(),
            Set.of(),
            defaults.timeout());
    try {
      return new AccessReviewer(config).review(right);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', pods, list, '', '', true",
    "'', pods, get, '', '', false",
    "'', pods/eviction, create, '', '', false",
    "'', nodes/status, patch, '', '', true",
    "'', nodes, patch, '', '', false",
    "'', events, create, default, '', true",
    "'', events, create, '', '', false",
    "'', events, patch, default, '', false",
    "'', configmaps, list, any, mine, true",
    "'', configmaps, list, any, other, false",
    "apps, replicasets, get, '', '', false",
  })
  void rightsAreToldAsRolesGrantThem(
      String group, String resource, String verb, String namespace, String name, boolean granted) {
    assertThat(review(new Right(group, resource, verb, namespace, name)))
        .isEqualTo(granted ? new Answer.Allowed() : new Answer.Denied());
  }

  @Test
  void aTokenThatIsNobodysIsNoDenial() {
    var answer = review(SERVER.get().kubeconfig("stale"), new Right("", "pods", "list", "", ""));
    assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    assertThat(((Answer.Unavailable) answer).reason()).contains("401");
  }

  @Test
  void doctorNamesEachRightThatIsMissingAndItsCost() {
    var said = doctor(kubeconfig());
    assertThat(said.out())
        .containsPattern("(?m)^ok +API server +answers to the kubeconfig ")
        .containsPattern("(?m)^missing +rights on pods +not granted: get +no pods are known$")
        .containsPattern("(?m)^missing +rights on resourceslices +not granted: list, watch ")
        .containsPattern("(?m)^missing +rights on nodes +not granted: get, list, watch ")
        .containsPattern("(?m)^missing +rights on nodes +not granted: patch +no labels")
        .containsPattern("(?m)^ok +rights on nodes/status +patch$")
        .containsPattern("(?m)^missing +rights on events in default +not granted: patch ")
        .containsPattern("(?m)^missing +rights on cronjobs +not granted: get ");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void doctorIsContentWithAllRights() {
    var said = doctor(SERVER.get().kubeconfig());
    assertThat(said.out()).contains("rights on pods").doesNotContain("missing");
    assertThat(said.code()).isZero();
  }

  @Test
  void aRefusedTokenIsOneLine() {
    var said = doctor(SERVER.get().kubeconfig("stale"));
    assertThat(said.out())
        .containsPattern("(?m)^missing +API server +HTTP 401")
        .doesNotContain("rights on");
    assertThat(said.code()).isEqualTo(1);
  }

  private static Shell.Said doctor(Path kubeconfig) {
    var environment =
        Map.of(
            "GPU_NODE_AGENT_SAMPLING_KERNEL_LOG", "off",
            "GPU_NODE_AGENT_WEB_PORT", "0",
            "GPU_NODE_AGENT_CLUSTER_NODE_NAME", "any",
            "GPU_NODE_AGENT_CLUSTER_KUBECONFIG", kubeconfig.toString(),
            "GPU_NODE_AGENT_PUBLISHING_DRY_RUN", "false",
            "GPU_NODE_AGENT_PUBLISHING_SIMULATIONS", "true");
    return new Shell(environment, Optional.of(Shell.built())).run("doctor", "--simulate", "l40s-4");
  }
}
