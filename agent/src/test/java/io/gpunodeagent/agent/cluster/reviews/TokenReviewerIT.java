// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.Manifests;
import io.gpunodeagent.agent.cluster.OwnApiServer;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.reviews.TokenReviewer.Answer;
import io.gpunodeagent.agent.config.Defaults;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real kube-apiserver judges tokens, with the rights that the component metrics-access gives. */
class TokenReviewerIT {

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  private static String own = "";

  @BeforeAll
  static void start() {
    var overlay = Manifests.render(Manifests.FOLDER.resolve("overlays/metrics-access"));
    overlay.applyTo(SERVER.get());
    own = SERVER.get().tokenFor(Manifests.NAMESPACE, Manifests.ACCOUNT);
    SERVER
        .get()
        .admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: prometheus}
            roleRef:
              {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gpu-node-agent-metrics-reader}
            subjects: [{kind: ServiceAccount, name: prometheus, namespace: monitoring}]
            """);
    Eventually.until(
        "the rights are known",
        () -> {
          try {
            return reviewer(own)
                .review(SERVER.get().tokenFor("monitoring", "prometheus"), "/metrics")
                .equals(new Answer.User(true));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static TokenReviewer reviewer(String token) {
    return reviewer(SERVER.get().kubeconfig(token));
  }

  private static TokenReviewer reviewer(Path kubeconfig) {
    var defaults = Defaults.cluster("any");
    return new TokenReviewer(
        new ClusterConfig(
            true,
            true,
            Optional.of(kubeconfig),
            "any",
            List.of(),
            List.of(),
            Set.of(),
            defaults.timeout()));
  }

  @Test
  void whoMayReadMetricsMayReadNothingElse() throws Exception {
    var prometheus = SERVER.get().tokenFor("monitoring", "prometheus");
    assertThat(reviewer(own).review(prometheus, "/metrics")).isEqualTo(new Answer.User(true));
    assertThat(reviewer(own).review(prometheus, "/")).isEqualTo(new Answer.User(false));
  }

  @Test
  void knownIsNotAdmitted() throws Exception {
    var tenant = SERVER.get().tokenFor("tenant", "default");
    assertThat(reviewer(own).review(tenant, "/metrics")).isEqualTo(new Answer.User(false));
    assertThat(reviewer(own).review(SERVER.get().adminToken(), "/metrics"))
        .as("by its group")
        .isEqualTo(new Answer.User(true));
  }

  @Test
  void aMadeUpTokenIsNobodys() throws Exception {
    assertThat(reviewer(own).review("made-up", "/metrics")).isEqualTo(new Answer.Nobody());
    assertThat(reviewer(own).review("\"}, \"status\": {", "/metrics"))
        .isEqualTo(new Answer.Nobody());
  }

  @Test
  void withoutRightsOrServerNobodyIsJudged() throws Exception {
    var powerless = SERVER.get().tokenFor("tenant", "powerless");
    assertThat(reviewer(powerless).review(own, "/metrics"))
        .isInstanceOfSatisfying(
            Answer.Unavailable.class, answer -> assertThat(answer.reason()).contains("403"));
    try (var proxy = new FaultyProxy(SERVER.get())) {
      var through = reviewer(SERVER.get().kubeconfig(proxy.url(), own));
      proxy.next(1, "POST", ".*subjectaccessreviews.*", Fault.status(500));
      assertThat(through.review(SERVER.get().adminToken(), "/metrics"))
          .isInstanceOf(Answer.Unavailable.class);
      proxy.leave();
      assertThat(through.review(SERVER.get().adminToken(), "/metrics"))
          .isInstanceOf(Answer.Unavailable.class);
    }
  }
}
