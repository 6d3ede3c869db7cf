// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Sources;
import io.gpunodeagent.core.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real kube-apiserver takes every manifest and every overlay, with no field it does not know. */
class ManifestsIT {

  /** Where the kinds of {@code deploy/tools/build}'s CRDs are served. */
  private static final List<String> FOREIGN =
      List.of(
          "/apis/monitoring.coreos.com/v1/servicemonitors",
          "/apis/monitoring.coreos.com/v1/podmonitors",
          "/apis/security.openshift.io/v1/securitycontextconstraints");

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  @BeforeAll
  static void start() throws IOException {
    var crds = Manifests.tool("crds");
    SERVER.get().admin().applyStrictly(Manifests.base().ofKind("Namespace").getFirst(), false);
    SERVER
        .get()
        .admin()
        .seed(
            "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: nvidia}, handler:"
                + " nvidia}");
    SERVER.get().admin().serviceAccount(Manifests.NAMESPACE, Manifests.ACCOUNT);
    try (var files = Files.list(crds)) {
      for (var file : files.toList()) {
        SERVER.get().admin().seed(Files.readString(file));
      }
    }
    for (var path : FOREIGN) {
      Eventually.until(path + " is served", () -> SERVER.get().admin().get(path).good());
    }
  }

  static List<String> folders() {
    return Stream.concat(Stream.of("base"), names("overlays").map("overlays/"::concat)).toList();
  }

  private static Stream<String> names(String folder) {
    try (var files = Files.list(Manifests.FOLDER.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Manifests render(String folder) {
    return Manifests.render(Manifests.FOLDER.resolve(folder));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theServerTakesAllOfIt(String folder) {
    var rendered = render(folder);
    // Its labels say what may be in it.
    SERVER.get().admin().applyStrictly(rendered.ofKind("Namespace").getFirst(), false);
    for (var object : rendered.objects()) {
      // Some rights are in the namespace of what they are for, which is there before the agent.
      if (Json.map(object.get("metadata")).get("namespace") instanceof String namespace) {
        SERVER.get().admin().namespace(namespace);
      }
      var answer = SERVER.get().admin().applyStrictly(object, true);
      assertThat(answer.good()).as("%s: %s", Json.text(object), answer.body()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void thePoliciesNameTheDaemonSetsOwnUser(String folder) {
    var rendered = render(folder);
    assertThat(rendered.ofKind("ValidatingAdmissionPolicy"))
        .hasSize(3)
        .allSatisfy(
            policy ->
                assertThat(Json.textAt(policy, "spec", "matchConditions", 0, "expression"))
                    .isEqualTo("request.userInfo.username == \"" + rendered.user() + "\""));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyRightIsGivenToTheDaemonSetsOwnUserAlone(String folder) {
    var rendered = render(folder);
    var bindings =
        Stream.of("RoleBinding", "ClusterRoleBinding")
            .flatMap(kind -> rendered.ofKind(kind).stream())
            .toList();
    assertThat(bindings)
        .isNotEmpty()
        .allSatisfy(
            binding ->
                assertThat(Json.listAt(binding, "subjects"))
                    .singleElement()
                    .satisfies(
                        one ->
                            assertThat(
                                    "system:serviceaccount:"
                                        + one.get("namespace")
                                        + ":"
                                        + one.get("name"))
                                .isEqualTo(rendered.user())));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void noContainerIsPrivileged(String folder) {
    for (var container : containers(render(folder))) {
      assertThat(Json.at(container, "securityContext"))
          .isEqualTo(
              Map.of(
                  "allowPrivilegeEscalation",
                  false,
                  "readOnlyRootFilesystem",
                  true,
                  "capabilities",
                  capabilities(Json.textAt(container, "name"))));
      assertThat(Json.text(container)).doesNotContain("\"compute", "NVIDIA_REQUIRE", "\"all,");
    }
  }

  private static List<Map<String, @Nullable Object>> containers(Manifests rendered) {
    return Json.listAt(rendered.daemonSet(), "spec", "template", "spec", "containers");
  }

  private static Map<String, @Nullable Object> container(Manifests rendered, String name) {
    return containers(rendered).stream()
        .filter(one -> name.equals(one.get("name")))
        .findFirst()
        .orElseThrow();
  }

  /** The driver's kernel module asks whoever changes a GPU for SYS_ADMIN. */
  private static Map<String, List<String>> capabilities(String container) {
    return container.equals("enforcer")
        ? Map.of("drop", List.of("ALL"), "add", List.of("SYS_ADMIN"))
        : Map.of("drop", List.of("ALL"));
  }

  @Test
  void onlyDeviceShapingHasAContainerWithRights() {
    assertThat(folders())
        .allSatisfy(
            folder ->
                assertThat(containers(render(folder)).size())
                    .isEqualTo(folder.startsWith("overlays/device-shaping") ? 2 : 1));
  }

  @Test
  void theEnforcerHasNoTokenNoPortAndNoFileThatTheAgentCanWrite() {
    var rendered = render("overlays/device-shaping");
    var enforcer = container(rendered, "enforcer");
    var agent = container(rendered, "agent");
    assertThat(enforcer.get("image")).isEqualTo(agent.get("image"));
    assertThat(enforcer).doesNotContainKeys("ports", "livenessProbe");
    var writable =
        Json.listAt(agent, "volumeMounts").stream()
            .filter(mount -> !Boolean.TRUE.equals(mount.get("readOnly")))
            .map(mount -> mount.get("name"))
            .toList();
    assertThat(Json.listAt(enforcer, "volumeMounts"))
        .extracting(mount -> mount.get("name"))
        .containsExactlyInAnyOrder("config", "enforcer-tmp", "shaping", "pod-resources")
        .doesNotContainAnyElementsOf(writable);
    assertThat(Json.listAt(enforcer, "env"))
        .extracting(variable -> variable.get("name"))
        .containsExactlyInAnyOrder(
            Sources.FILE_VARIABLE, "NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES");
  }

  /** The driver's library opens cgroups by the paths they have on the host. */
  @Test
  void onlyContainerMemoryMountsTheHostsCgroupsReadOnlyWhereTheDriverLooks() {
    assertThat(folders())
        .allSatisfy(
            folder ->
                assertThat(
                        Json.listAt(container(render(folder), "agent"), "volumeMounts").stream()
                            .filter(mount -> "/sys/fs/cgroup".equals(mount.get("mountPath")))
                            .map(mount -> mount.get("readOnly"))
                            .toList())
                    .isEqualTo(
                        folder.equals("overlays/container-memory") ? List.of(true) : List.of()));
  }

  @Test
  void onlyTheRecorderRecordsAndItsFolderHoldsWithinEveryStateFolder() {
    for (var folder : folders()) {
      var agent = container(render(folder), "agent");
      var recorder =
          Json.listAt(agent, "env").stream()
              .filter(one -> Json.textAt(one, "name").startsWith("GPU_NODE_AGENT_RECORDER_"))
              .collect(
                  Collectors.toMap(
                      one -> Json.textAt(one, "name"), one -> Json.textAt(one, "value")));
      if (folder.equals("overlays/recorder")) {
        var path = recorder.getOrDefault("GPU_NODE_AGENT_RECORDER_DIRECTORY", "");
        assertThat(Json.listAt(agent, "volumeMounts"))
            .anyMatch(mount -> path.startsWith(mount.get("mountPath") + "/"));
        var bytes = recorder.getOrDefault("GPU_NODE_AGENT_RECORDER_MAX_BYTES", "");
        // The least of them is that of the component restricted.
        assertThat(Long.parseLong(bytes)).isLessThan(16 << 20);
      } else {
        assertThat(recorder).as(folder).isEmpty();
      }
    }
  }

  @Test
  void anEnforcerThatIsToKnowPodsHasTheirNodeAndATokenMore() {
    var without = container(render("overlays/device-shaping"), "enforcer");
    var with = container(render("overlays/device-shaping-pods"), "enforcer");
    var agent = container(render("overlays/device-shaping-pods"), "agent");
    for (var list : List.of("env", "volumeMounts")) {
      var more = new ArrayList<>(Json.listAt(with, list));
      more.removeAll(Json.listAt(without, list));
      assertThat(more).hasSize(1);
      assertThat(Json.listAt(agent, list)).containsAll(more);
    }
    var same = new HashMap<>(with);
    same.putAll(Map.of("env", without.get("env"), "volumeMounts", without.get("volumeMounts")));
    assertThat(same).isEqualTo(without);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theAgentTakesItsSettingsAndStaysDry(String folder, @TempDir Path temporary)
      throws IOException {
    var rendered = render(folder);
    var container = container(rendered, "agent");
    var environment = new HashMap<String, String>();
    for (var variable : Json.listAt(container, "env")) {
      if (variable.get("value") != null) {
        environment.put(Json.textAt(variable, "name"), Json.textAt(variable, "value"));
      }
    }
    assertThat(environment).containsEntry(Sources.FILE_VARIABLE, "/etc/gpu-node-agent/config.yaml");
    assertThat(Json.listAt(container, "volumeMounts"))
        .extracting(mount -> mount.get("mountPath"))
        .contains("/etc/gpu-node-agent");
    var text = Json.textAt(rendered.ofKind("ConfigMap").getFirst(), "data", "config.yaml");
    var file = Files.writeString(temporary.resolve("config.yaml"), text);
    var sources =
        new Sources(Optional.of(file), environment, Map.of(), Optional.empty(), "node", false);
    assertThat(ConfigLoader.load(sources))
        .isInstanceOfSatisfying(
            Outcome.Valid.class,
            valid -> {
              assertThat(valid.config().publishing().dryRun()).isTrue();
              assertThat(valid.config().policies().dryRun()).isTrue();
            });
  }

  /** Policies never touch pods of the agent's own namespace, which only its pod can tell it. */
  @ParameterizedTest
  @MethodSource("folders")
  void theAgentKnowsItsNamespace(String folder) {
    var fromPod = Map.of("fieldRef", Map.of("fieldPath", "metadata.namespace"));
    assertThat(Json.listAt(container(render(folder), "agent"), "env"))
        .contains(Map.of("name", "POD_NAMESPACE", "valueFrom", fromPod));
  }

  @Test
  void oneFileHoldsTheWholeBase() throws IOException {
    var kustomization = Files.readString(Manifests.FOLDER.resolve("base/kustomization.yaml"));
    var text =
        Manifests.parse(kustomization).stream()
            .flatMap(one -> ((List<?>) Json.at(one, "resources")).stream())
            .map(name -> content(Manifests.FOLDER.resolve("base").resolve(name.toString())))
            .collect(Collectors.joining("---\n"));
    Golden.matches(
        "deploy/daemonset.yaml",
        "# All of deploy/base in one file: kubectl apply --server-side -f daemonset.yaml\n" + text);
    assertThat(Manifests.parse(text)).containsExactlyInAnyOrderElementsOf(render("base").objects());
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void everyComponentIsInAnOverlay() {
    var used =
        names("overlays")
            .map(
                name ->
                    content(Manifests.FOLDER.resolve("overlays/" + name + "/kustomization.yaml")))
            .collect(Collectors.joining());
    assertThat(names("components"))
        .allSatisfy(name -> assertThat(used).contains("components/" + name));
  }

  @Test
  void onlyTheRestrictedOverlayStaysWithinPodSecuritysRestricted() {
    assertThat(podSecurity("restricted", "overlays/restricted")).isEmpty();
    assertThat(podSecurity("baseline", "overlays/simulation")).isEmpty();
    assertThat(podSecurity("baseline", "base")).contains("hostPID=true", "hostPath volumes");
  }

  /** Its admission refuses a pod that names a type and not the namespace's own level. */
  @Test
  void onOpenShiftTheConstraintsChooseTheSelinuxContext() {
    var rendered = render("overlays/openshift");
    var constraints = rendered.ofKind("SecurityContextConstraints").getFirst();
    assertThat(Json.at(constraints, "seLinuxContext"))
        .isEqualTo(Map.of("type", "MustRunAs", "seLinuxOptions", Map.of("type", "spc_t")));
    assertThat(Json.text(rendered.daemonSet())).doesNotContain("seLinuxOptions");
    var elsewhere = render("overlays/selinux").daemonSet();
    assertThat(Json.at(elsewhere, "spec", "template", "spec", "securityContext", "seLinuxOptions"))
        .isEqualTo(Map.of("type", "spc_t"));
  }

  /** What Pod Security says of the DaemonSet's pod; empty when nothing. */
  private static String podSecurity(String level, String folder) {
    var namespace = "level-" + level;
    SERVER.get().admin().serviceAccount(namespace, Manifests.ACCOUNT);
    SERVER
        .get()
        .admin()
        .mergePatch(
            "/api/v1/namespaces/" + namespace,
            "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\""
                + level
                + "\"}}}")
        .expect(200);
    Eventually.until(
        "the level holds", () -> !create(namespace, render("overlays/mig-monitoring")).good());
    var answer = create(namespace, render(folder));
    return answer.good() ? "" : answer.text("message");
  }

  private static ApiClient.Answer create(String namespace, Manifests manifests) {
    var pod = manifests.pod("probe", "somewhere");
    Json.map(pod.get("metadata")).put("namespace", namespace);
    return SERVER
        .get()
        .admin()
        .post("/api/v1/namespaces/" + namespace + "/pods?dryRun=All", Json.text(pod));
  }
}
