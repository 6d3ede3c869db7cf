// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.TestTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The objects of a folder of {@code deploy/}, as kustomize renders it.
 *
 * @param objects in its order
 */
public record Manifests(List<Map<String, @Nullable Object>> objects) {

  public static final String NAMESPACE = "gpu-node-agent";
  public static final String ACCOUNT = "gpu-node-agent";

  /** The repository's folder {@code deploy}. */
  public static final Path FOLDER =
      Path.of(System.getProperty("repository.root", "..")).resolve("deploy").toAbsolutePath();

  public Manifests {
    objects = List.copyOf(objects);
  }

  /**
   * Renders a folder. Aborts the test where kustomize was not built, fails it in CI.
   *
   * @param folder of {@code deploy/} that has a kustomization
   */
  public static Manifests render(Path folder) {
    try {
      var command = List.of(tool("kustomize").toString(), "build", folder.toString());
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("kustomize cannot render " + folder);
      }
      return of(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** The objects of a text in YAML. */
  public static Manifests of(String yaml) {
    return new Manifests(parse(yaml));
  }

  public static Manifests base() {
    return render(FOLDER.resolve("base"));
  }

  /** What {@code deploy/tools/build} made. */
  public static Path tool(String name) {
    var made = FOLDER.resolve("target").resolve(name).normalize();
    if (!Files.exists(made)) {
      throw TestTools.missing(made + " is not built: deploy/tools/build");
    }
    return made;
  }

  public static List<Map<String, @Nullable Object>> parse(String yaml) {
    var objects = new ArrayList<Map<String, @Nullable Object>>();
    for (var document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      objects.add(Json.map(document));
    }
    return objects;
  }

  public List<Map<String, @Nullable Object>> ofKind(String kind) {
    return objects.stream().filter(object -> kind.equals(object.get("kind"))).toList();
  }

  public Map<String, @Nullable Object> daemonSet() {
    var all = ofKind("DaemonSet");
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " DaemonSets");
    }
    return all.getFirst();
  }

  /** A pod as the DaemonSet controller would make it. */
  public Map<String, @Nullable Object> pod(String name, String node) {
    var spec = Json.object(Json.text(Json.at(daemonSet(), "spec", "template", "spec")));
    spec.put("nodeName", node);
    return Json.object(
        Json.text(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", name, "namespace", NAMESPACE),
                "spec",
                spec)));
  }

  /** The user that the DaemonSet's pods are to the API server. */
  public String user() {
    return "system:serviceaccount:"
        + Json.textAt(daemonSet(), "metadata", "namespace")
        + ":"
        + Json.textAt(daemonSet(), "spec", "template", "spec", "serviceAccountName");
  }

  /** Makes all of it on a server. */
  public void applyTo(ApiServer server) {
    for (var object : objects) {
      var answer = server.admin().applyStrictly(object, false);
      if (!answer.good()) {
        throw new AssertionError(answer.body());
      }
    }
  }
}
