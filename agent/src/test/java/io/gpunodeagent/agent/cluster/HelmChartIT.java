// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real Helm renders the chart as kustomize renders base and components; a real kube-apiserver. */
class HelmChartIT {

  private static final String VALUES = "-values.yaml";

  private static final String NAMESPACE = "monitoring-of-gpus";

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  @BeforeAll
  static void start() throws IOException {
    var crds = Manifests.tool("crds");
    // Its labels say what may be in it.
    var namespace = Manifests.render(Manifests.FOLDER.resolve("overlays/dra")).ofKind("Namespace");
    SERVER.get().admin().applyStrictly(namespace.getFirst(), false);
    SERVER
        .get()
        .admin()
        .seed(
            "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: nvidia}, handler:"
                + " nvidia}");
    try (var files = Files.list(crds)) {
      for (var file : files.toList()) {
        SERVER.get().admin().seed(Files.readString(file));
      }
    }
    for (var kind : List.of("servicemonitors", "podmonitors", "prometheusrules")) {
      Eventually.until(
          kind + " are served",
          () -> SERVER.get().admin().get("/apis/monitoring.coreos.com/v1/" + kind).good());
    }
  }

  static List<String> overlays() {
    return names(Manifests.FOLDER.resolve("overlays"), "");
  }

  /** The names of the files of values that come with the chart. */
  static List<String> valuesFiles() {
    return names(Helm.CHART.resolve("ci"), VALUES);
  }

  private static List<String> names(Path folder, String suffix) {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> values(String name) {
    return List.of("--values", Helm.CHART.resolve("ci").resolve(name + VALUES).toString());
  }

  @Test
  void withoutValuesItIsTheBase() {
    assertThat(SameObjects.of(Helm.render(List.of())))
        .containsExactlyEntriesOf(SameObjects.of(Manifests.base()));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void valuesMakeWhatTheComponentMakes(String overlay) {
    var expected = Manifests.render(Manifests.FOLDER.resolve("overlays").resolve(overlay));
    assertThat(SameObjects.of(Helm.render(values(overlay))))
        .containsExactlyEntriesOf(SameObjects.of(expected));
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void theServerTakesAllOfIt(String name) {
    for (var object : Helm.render(values(name)).objects()) {
      if (Json.map(object.get("metadata")).get("namespace") instanceof String namespace) {
        SERVER.get().admin().namespace(namespace);
      }
      var answer = SERVER.get().admin().applyStrictly(object, true);
      assertThat(answer.good()).as("%s: %s", Json.text(object), answer.body()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("valuesFiles")
  void lintFindsNothing(String name) {
    var command = new ArrayList<>(List.of("lint", "--strict", Helm.CHART.toString()));
    command.addAll(values(name));
    assertThat(Helm.run(command).good().out()).doesNotContain("[WARNING]", "[ERROR]");
  }

  @Test
  void underOtherNamesEveryReferenceFollows() {
    var rendered =
        Helm.render(
            Stream.of(
                    values("everything"),
                    List.of("--namespace", NAMESPACE),
                    List.of("--set", "fullnameOverride=eyes,serviceAccount.name=watcher"))
                .flatMap(List::stream)
                .toList());
    assertThat(rendered.user()).isEqualTo("system:serviceaccount:" + NAMESPACE + ":watcher");
    for (var object : rendered.objects()) {
      assertThat(Json.textAt(object, "metadata", "name")).matches("(eyes|watcher)(-[a-z-]+)?");
      assertThat(Json.text(object))
          .doesNotContain("\"name\":\"gpu-node-agent", "serviceaccount:gpu-node-agent")
          .doesNotContain("\"namespace\":\"gpu-node-agent\"");
    }
    for (var binding : rendered.ofKind("ClusterRoleBinding")) {
      assertThat(Json.textAt(binding, "subjects", 0, "namespace")).isEqualTo(NAMESPACE);
      assertThat(Json.textAt(binding, "subjects", 0, "name")).isEqualTo("watcher");
      assertThat(rendered.ofKind("ClusterRole"))
          .extracting(role -> Json.textAt(role, "metadata", "name"))
          .contains(Json.textAt(binding, "roleRef", "name"));
    }
    for (var binding : rendered.ofKind("ValidatingAdmissionPolicyBinding")) {
      assertThat(rendered.ofKind("ValidatingAdmissionPolicy"))
          .extracting(policy -> Json.textAt(policy, "metadata", "name"))
          .contains(Json.textAt(binding, "spec", "policyName"));
    }
    for (var policy : rendered.ofKind("ValidatingAdmissionPolicy")) {
      assertThat(Json.textAt(policy, "spec", "matchConditions", 0, "expression"))
          .isEqualTo("request.userInfo.username == \"" + rendered.user() + "\"");
    }
  }

  @Test
  void onlySettingsThatNeedAStartRestartThePods() {
    var before = checksum(List.of());
    assertThat(checksum(List.of("--set", "config.policies.dryRun=false"))).isEqualTo(before);
    assertThat(checksum(List.of("--set", "config.log.level=debug"))).isEqualTo(before);
    assertThat(checksum(List.of("--set", "config.publishing.dryRun=false"))).isNotEqualTo(before);
    assertThat(checksum(List.of("--set", "config.web.tls.key=/tls/key"))).isNotEqualTo(before);
  }

  @Test
  void theEnforcerReadsItsSettingsAtItsStart() {
    var shaping = List.of("--set", "deviceShaping.enabled=true");
    assertThat(
            checksum(List.of("--set", "deviceShaping.enabled=true,config.policies.dryRun=false")))
        .isNotEqualTo(checksum(shaping));
  }

  private static String checksum(List<String> arguments) {
    return Json.textAt(
        Helm.render(arguments).daemonSet(),
        "spec",
        "template",
        "metadata",
        "annotations",
        "checksum/config");
  }

  @Test
  void probesFollowTheServersTlsAndPort() {
    var tls = "config.web.tls.certificate=/tls/crt,config.web.tls.key=/tls/key";
    assertThat(probe(tls + ",config.web.port=9443"))
        .isEqualTo(Map.of("path", "/health/live", "port", "metrics", "scheme", "HTTPS"));
    assertThat(probe(tls + ",config.web.healthPort=9500"))
        .isEqualTo(Map.of("path", "/health/live", "port", "health"));
  }

  private static Object probe(String set) {
    var container =
        Json.at(
            Helm.render(List.of("--set", set)).daemonSet(),
            "spec",
            "template",
            "spec",
            "containers",
            0);
    return Json.at(container, "livenessProbe", "httpGet");
  }

  /** Helm makes the namespace without labels; its notes give those that kustomize's has. */
  @ParameterizedTest
  @MethodSource("overlays")
  void theNotesNameTheLabelsOfTheNamespace(String overlay) {
    var command =
        new ArrayList<>(
            List.of("install", "--dry-run=client", "gpu-node-agent", Helm.CHART.toString()));
    command.addAll(values(overlay));
    command.addAll(List.of("--namespace", Manifests.NAMESPACE));
    var namespace = Manifests.render(Manifests.FOLDER.resolve("overlays").resolve(overlay));
    var labels = new TreeMap<>(labels(namespace.ofKind("Namespace").getFirst()));
    assertThat(Helm.run(command).good().out())
        .contains(
            labels.entrySet().stream()
                .map(label -> " " + label.getKey() + "=" + label.getValue())
                .collect(
                    Collectors.joining(
                        "", "  kubectl label --overwrite namespace gpu-node-agent", "\n")));
  }

  private static Map<String, @Nullable Object> labels(Map<String, @Nullable Object> object) {
    return Json.map(Json.at(object, "metadata", "labels"));
  }

  @Test
  void itIsInstalledUpgradedAndTakenAway() {
    var admin = SERVER.get().admin();
    var daemonSet = "/apis/apps/v1/namespaces/" + NAMESPACE + "/daemonsets/gpu-node-agent";
    helm("upgrade", "--install", "--create-namespace", "gpu-node-agent", Helm.CHART.toString());
    assertThat(admin.get(daemonSet).expect(200).text("metadata", "generation")).isEqualTo("1");

    helm("upgrade", "--install", "gpu-node-agent", Helm.CHART.toString());
    assertThat(admin.get(daemonSet).text("metadata", "generation")).isEqualTo("1");

    // The namespace of the device plugin, whose ConfigMap the agent may read then.
    admin.namespace("nvidia");
    helm(
        "upgrade",
        "--install",
        "gpu-node-agent",
        Helm.CHART.toString(),
        "--values",
        Helm.CHART.resolve("ci/everything" + VALUES).toString(),
        "--set",
        "image.digest=,image.tag=0.2.0");
    assertThat(admin.get(daemonSet).text("spec", "template", "spec", "containers", 0, "image"))
        .endsWith(":0.2.0");
    var policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    assertThat(Json.listAt(admin.get(policies).json(), "items")).hasSize(3);

    helm("uninstall", "gpu-node-agent");
    admin.get(daemonSet).expect(404);
    assertThat(Json.listAt(admin.get(policies).json(), "items")).isEmpty();
    for (var kind : List.of("clusterroles", "clusterrolebindings")) {
      assertThat(admin.get("/apis/rbac.authorization.k8s.io/v1/" + kind).expect(200).body())
          .doesNotContain("gpu-node-agent");
    }
  }

  @Test
  void documentedCommandsRunFromTheRepositorysRoot() {
    var commands =
        Documents.all().stream()
            .flatMap(file -> Documents.blocks(file).stream())
            .flatMap(block -> block.piece().text().lines())
            .filter(line -> line.startsWith("$ helm upgrade --install"))
            .distinct()
            .toList();
    assertThat(commands).isNotEmpty();
    for (var command : commands) {
      var arguments =
          Stream.of(command.substring("$ helm ".length()).split(" +", -1))
              .map(word -> word.startsWith("deploy/") ? Documents.root().resolve(word) : word)
              .map(Object::toString)
              .collect(Collectors.toCollection(ArrayList::new));
      arguments.addAll(List.of("--dry-run=server", "--kubeconfig"));
      arguments.add(SERVER.get().kubeconfig().toString());
      assertThat(Helm.run(arguments).good().out()).contains("kubectl label");
    }
  }

  private static void helm(String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("--namespace", NAMESPACE));
    command.addAll(List.of("--kubeconfig", SERVER.get().kubeconfig().toString()));
    Helm.run(command).good();
  }
}
