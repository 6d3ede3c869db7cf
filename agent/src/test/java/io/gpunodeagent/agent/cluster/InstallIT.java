// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kustomization that docs/install.md gives can be changed and applied again. */
class InstallIT {

  private static final String DAEMON_SET =
      "/apis/apps/v1/namespaces/gpu-node-agent/daemonsets/gpu-node-agent";
  private static final String CONFIG =
      "/api/v1/namespaces/gpu-node-agent/configmaps/gpu-node-agent";

  /** Field manager of {@code kubectl apply --server-side}. */
  private static final String KUBECTL = "kubectl";

  @TempDir private Path folder;

  /** The documented text; the base by its path, as there is no network here. */
  private String documented() {
    var install = Manifests.FOLDER.resolveSibling("docs/install.md");
    var base = folder.toAbsolutePath().relativize(Manifests.FOLDER.resolve("base")).toString();
    return Documents.blocks(install).stream()
        .map(block -> block.piece().text())
        .filter(text -> text.contains("kind: ConfigMap"))
        .findFirst()
        .orElseThrow()
        .replace("github.com/example/gpu-node-agent/deploy/base", base);
  }

  private Manifests render(String kustomization) throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
    return Manifests.render(folder);
  }

  private static void apply(ApiClient admin, Manifests manifests) {
    for (var object : manifests.objects()) {
      var answer = admin.applyAs(KUBECTL, object);
      assertThat(answer.good()).as("%s: %s", Json.text(object), answer.body()).isTrue();
    }
  }

  private static String image(ApiClient admin) {
    return admin
        .get(DAEMON_SET)
        .expect(200)
        .text("spec", "template", "spec", "containers", 0, "image");
  }

  @Test
  void imageAndSettingsAreChangedByApplyingAgain() throws Exception {
    var kustomization = documented();
    try (var server = ApiServer.start()) {
      var admin = server.admin();
      apply(admin, render(kustomization));
      assertThat(image(admin)).startsWith("registry.example.com/gpu-node-agent:0.");
      assertThat(admin.get(CONFIG).text("data", "config.yaml")).contains("dryRun: true");

      var changed =
          render(
              kustomization
                  .replaceFirst("newTag: [0-9.]+", "newTag: 9.8.7")
                  .replace("dryRun: true", "dryRun: false"));
      apply(admin, changed);
      assertThat(image(admin)).isEqualTo("registry.example.com/gpu-node-agent:9.8.7");
      assertThat(admin.get(CONFIG).text("data", "config.yaml")).contains("dryRun: false");

      var before = admin.get(DAEMON_SET).text("metadata", "resourceVersion");
      apply(admin, changed);
      assertThat(admin.get(DAEMON_SET).text("metadata", "resourceVersion")).isEqualTo(before);
    }
  }

  @Test
  void anImageSetBesideTheKustomizationIsAConflict() throws Exception {
    var manifests = render(documented());
    try (var server = ApiServer.start()) {
      var admin = server.admin();
      apply(admin, manifests);
      var set =
          """
          {apiVersion: apps/v1, kind: DaemonSet,
           metadata: {name: gpu-node-agent, namespace: gpu-node-agent},
           spec: {template: {spec: {containers: [{name: agent, image: "elsewhere:1"}]}}}}
          """;
      admin.apply(DAEMON_SET, "kubectl-set&force=true", set).expect(200);
      admin.applyAs(KUBECTL, manifests.ofKind("DaemonSet").getFirst()).expect(409);
    }
  }
}
