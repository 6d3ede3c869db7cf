// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real Helm, as {@code deploy/tools/build} makes it, on the chart in {@code deploy/helm}. */
public final class Helm {

  public static final Path CHART = Manifests.FOLDER.resolve("helm/gpu-node-agent").normalize();

  private static final String RELEASE = "gpu-node-agent";

  private Helm() {}

  /**
   * How a run ended.
   *
   * @param status of the process
   * @param out what it printed
   * @param error what it said on standard error
   */
  public record Run(int status, String out, String error) {

    /** This run, which must have succeeded. */
    public Run good() {
      if (status != 0) {
        throw new AssertionError("helm ended with " + status + ": " + error + out);
      }
      return this;
    }
  }

  /** The chart's objects with these arguments, in the namespace and by the name kustomize has. */
  public static Manifests render(List<String> arguments) {
    return Manifests.of(template(arguments).good().out());
  }

  /** {@code helm template}, which may fail. */
  public static Run template(List<String> arguments) {
    var command = new ArrayList<>(List.of("template", RELEASE, CHART.toString()));
    command.addAll(List.of("--namespace", Manifests.NAMESPACE));
    command.addAll(arguments);
    return run(command);
  }

  /** Any command. Aborts the test where Helm was not built, fails it in CI. */
  public static Run run(List<String> arguments) {
    var command = new ArrayList<>(List.of(Manifests.tool("helm").toString()));
    command.addAll(arguments);
    try {
      var home = Files.createTempDirectory("helm-");
      var error = home.resolve("error");
      var builder = new ProcessBuilder(command).redirectError(error.toFile());
      for (var folder : List.of("CACHE", "CONFIG", "DATA")) {
        builder.environment().put("HELM_" + folder + "_HOME", home.toString());
      }
      var process = builder.start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), out, Files.readString(error));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
