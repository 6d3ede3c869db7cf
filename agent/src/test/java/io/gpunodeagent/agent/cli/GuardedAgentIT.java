// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.Manifests;
import io.gpunodeagent.agent.cluster.OwnApiServer;
import io.gpunodeagent.agent.run.RunningAgent;
import io.gpunodeagent.agent.web.Certificates;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands ask an agent that demands tokens, which a real kube-apiserver judges, with the rights of
 * the component metrics-access.
 */
@Timeout(180)
class GuardedAgentIT {

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    var overlay = Manifests.render(Manifests.FOLDER.resolve("overlays/metrics-access"));
    overlay.applyTo(SERVER.get());
    SERVER
        .get()
        .admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: dashboard}
            roleRef:
              {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gpu-node-agent-api-reader}
            subjects: [{kind: ServiceAccount, name: dashboard, namespace: monitoring}]
            """);
  }

  private static String account(String namespace, String name) {
    return SERVER.get().tokenFor(namespace, name);
  }

  private Path token(String name, String token) throws Exception {
    return Files.writeString(folder.resolve(name), token + "\n");
  }

  private RunningAgent agent(Map<String, String> more) throws Exception {
    var settings =
        new HashMap<>(
            Map.of(
                "web.tokenReview",
                "true",
                "cluster.kubeconfig",
                SERVER
                    .get()
                    .kubeconfig(account(Manifests.NAMESPACE, Manifests.ACCOUNT))
                    .toString()));
    settings.putAll(more);
    return RunningAgent.start("k8s-h100-8", settings);
  }

  /** The command {@code allocations}, as in a pod whose service account has {@code podToken}. */
  private Shell.Said ask(Path config, Path podToken, String... options) {
    var arguments = new ArrayList<>(List.of("allocations", "--config", config.toString()));
    arguments.addAll(Arrays.asList(options));
    var environment = Map.of("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", podToken.toString());
    return new Shell(environment, Optional.empty()).run(arguments.toArray(String[]::new));
  }

  private Path config(RunningAgent agent, String more) throws Exception {
    return Files.writeString(
        folder.resolve("agent.yaml"),
        "web: {host: 127.0.0.1, port: %d, tokenReview: true%s}\n".formatted(agent.port(), more));
  }

  @Test
  void theTokenDecidesAndARefusalNamesTheRightAndTheWayOut() throws Exception {
    var own = token("own", account(Manifests.NAMESPACE, Manifests.ACCOUNT));
    var tenant = token("tenant", account("tenant", "default"));
    var dashboard = token("dashboard", account("monitoring", "dashboard"));
    var made = token("made-up", "made-up");
    var none = folder.resolve("none");
    try (var agent = agent(Map.of())) {
      var config = config(agent, "");
      Eventually.until("the pod's own token lets in", () -> ask(config, own).code() == 0);
      assertThat(ask(config, own).out()).contains("research/llm-pretrain");
      assertThat(ask(config, none, "--token-file", dashboard.toString()).out())
          .contains("research/llm-pretrain");

      assertThat(ask(config, tenant).err())
          .isEqualTo(
              "the agent answers 403: the pod's service account may not get"
                  + " /gpu-node-agent/api/v1/stream: bind the account to the ClusterRole"
                  + " gpu-node-agent-api-reader, or give --token-file of one that is: --direct"
                  + " reads the GPUs here\n");
      assertThat(ask(config, own, "--token-file", tenant.toString()).err())
          .startsWith("the agent answers 403: --token-file " + tenant + " may not get");
      assertThat(ask(config, none).err())
          .startsWith("the agent answers 401: it wants a bearer token: give --token-file");
      assertThat(ask(config, own, "--token-file", made.toString()).err())
          .startsWith("the agent answers 401: it does not know the credentials of --token-file");
      assertThat(ask(config, made).err())
          .startsWith("the agent answers 401: it does not know the credentials of the pod's");
      assertThat(ask(config, own, "--token-file", none.toString()))
          .isEqualTo(
              new Shell.Said(
                  1,
                  "",
                  "option --token-file: \"%s\" is not there: name one that can be read\n"
                      .formatted(none)));
    }
  }

  /** The API server lets every account get paths of its own, and some are named as the agent's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/metrics",
        "/page/app.js",
        "/api",
        "/api/v1",
        "/api/v1/node",
        "/api/v1/stream",
        "/api/v1/openapi.yaml"
      })
  void anAccountWithoutRightsReadsNothing(String path) throws Exception {
    var tenant = account("tenant", "default");
    try (var agent = agent(Map.of());
        var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(agent.uri(path)).header("Authorization", "Bearer " + tenant);
      assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode()).isIn(403, 404);
    }
  }

  @Test
  void theTokenGoesOverTlsByTheAgentsOwnCertificate() throws Exception {
    var certificates = new Certificates(folder).authority("ca").signed("agent", "ca");
    var chain = certificates.file("agent.pem", certificates.chain("agent"));
    var key = certificates.file("agent.key", certificates.key("agent"));
    var own = token("own", account(Manifests.NAMESPACE, Manifests.ACCOUNT));
    try (var agent =
        agent(Map.of("web.tls.certificate", chain.toString(), "web.tls.key", key.toString()))) {
      var config = config(agent, ", tls: {certificate: %s, key: %s}".formatted(chain, key));
      Eventually.until("the pod's own token lets in", () -> ask(config, own).code() == 0);
      assertThat(ask(config, own).out()).contains("research/llm-pretrain");
    }
  }

  @Test
  void optionsForAnAgentAreRefusedWhereNoneIsAsked() {
    assertThat(
            Stream.of("top", "allocations")
                .map(
                    command ->
                        Shell.plain().run(command, "--direct", "--token-file", "t").err().strip()))
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("--token-file, --user and --client-certificate are for a running")
                    .contains("leave one of both out"));
  }
}
