package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelProblem;
import io.gpunodeagent.core.labels.PluginReading;
import java.util.List;
import java.util.Optional;

/** Reads the device plugin's configuration where it is no file, as if it were one. */
public final class PluginText {

  private PluginText() {}

  /**
   * What the plugin makes of {@code text}. The subjects of the findings begin with {@code place}
   * and the line.
   *
   * @param place such as {@code ConfigMap gpu-operator/plugin-config, key a100}
   */
  public static PluginReading read(String place, String text) {
    var read = PluginFile.read(place, text);
    return new PluginReading(
        read.problems().isEmpty() ? Optional.of(read.config()) : Optional.empty(),
        findings(read.problems()),
        findings(read.warnings()));
  }

  private static List<LabelProblem> findings(List<Problem> problems) {
    return problems.stream()
        .map(
            one ->
                new LabelProblem(
                    one.place() + (one.key().isEmpty() ? "" : ": " + one.key()),
                    "",
                    one.complaint(),
                    one.remedy()))
        .toList();
  }
}
