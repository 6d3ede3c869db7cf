// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading the device plugin's configuration.
 *
 * @param config what the plugin makes of it; empty when it refuses it
 * @param refused what keeps the plugin from starting
 * @param ignored what it accepts in silence and does not use, such as a key it does not know
 */
public record PluginReading(
    Optional<PluginConfig> config, List<Problem> refused, List<Problem> ignored) {

  public PluginReading {
    refused = List.copyOf(refused);
    ignored = List.copyOf(ignored);
  }

  /**
   * Reads the document of a {@code config.yaml} of version {@code v1}. The plugin and GPU Feature
   * Discovery take unknown keys, and what they cannot do yet, without a word; here each is named.
   *
   * @param document as YAML 1.1 has it
   */
  public static PluginReading of(Node document) {
    if (document instanceof Node.Absent) {
      return none();
    }
    var findings = new PluginFindings();
    if (!(document instanceof Node.Mapping)) {
      var not = document instanceof Node.Scalar ? "is not" : document.kind() + ", and not";
      return refused(
          List.of(
              Problem.of(
                  document, not + " the device plugin's configuration", "begin with version: v1")));
    }
    var config =
        findings
            .section(document, PluginDocument.KEYS)
            .map(root -> new PluginDocument(findings).read(root));
    return new PluginReading(
        config.filter(_ -> findings.refused().isEmpty()), findings.refused(), findings.ignored());
  }

  /** Without a configuration nothing is shared. */
  public static PluginReading none() {
    return new PluginReading(Optional.of(PluginConfig.none()), List.of(), List.of());
  }

  /** One that is refused for {@code problems} already. */
  public static PluginReading refused(List<Problem> problems) {
    return new PluginReading(Optional.empty(), problems, List.of());
  }
}
