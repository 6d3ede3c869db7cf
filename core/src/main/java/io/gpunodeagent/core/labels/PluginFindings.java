package io.gpunodeagent.core.labels;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a device plugin's configuration. Confined to one reading. */
final class PluginFindings {

  private final List<LabelProblem> refused = new ArrayList<>();
  private final List<LabelProblem> ignored = new ArrayList<>();

  /** The plugin does not start with it. */
  void refuse(String path, Object value, String rule, String remedy) {
    refused.add(new LabelProblem(path, String.valueOf(value), rule, remedy));
  }

  /** The plugin does not heed it. */
  void ignore(String path, Object value, String rule, String remedy) {
    ignored.add(new LabelProblem(path, String.valueOf(value), rule, remedy));
  }

  List<LabelProblem> refused() {
    return refused;
  }

  List<LabelProblem> ignored() {
    return ignored;
  }
}
