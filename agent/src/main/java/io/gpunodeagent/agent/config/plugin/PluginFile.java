// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.plugin;

import io.gpunodeagent.agent.config.file.TextFile;
import io.gpunodeagent.agent.document.YamlDocument;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.PluginReading;
import java.nio.file.Path;
import java.util.ArrayList;

/** Reads the device plugin's configuration, be it a file or a text from elsewhere. */
public final class PluginFile {

  private PluginFile() {}

  /** Reads {@code file}; whatever is wrong with it becomes a problem, never an exception. */
  public static PluginReading read(Path file) {
    var problems = new ArrayList<Problem>();
    return TextFile.read(file, "", problems)
        .map(text -> read(file.toString(), text))
        .orElseGet(() -> PluginReading.refused(problems));
  }

  /**
   * What the plugin makes of {@code text}: of the first document, if there are several.
   *
   * @param place such as {@code ConfigMap gpu-operator/plugin-config, key a100}
   */
  public static PluginReading read(String place, String text) {
    var problems = new ArrayList<Problem>();
    return YamlDocument.first(place, text, new PluginSchema(), problems::add)
        .filter(_ -> problems.isEmpty())
        .map(PluginReading::of)
        .orElseGet(() -> PluginReading.refused(problems));
  }
}
