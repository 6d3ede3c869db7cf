package io.gpunodeagent.core.labels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of reading the device plugin's configuration.
 *
 * @param config what the plugin makes of it; empty when it refuses it
 * @param refused what keeps the plugin from starting
 * @param ignored what it takes without a word and does not heed, such as a key it does not know
 */
public record PluginReading(
    Optional<PluginConfig> config, List<LabelProblem> refused, List<LabelProblem> ignored) {

  public PluginReading {
    refused = List.copyOf(refused);
    ignored = List.copyOf(ignored);
  }

  /**
   * Reads the document of a {@code config.yaml} of version {@code v1}. The plugin and GPU Feature
   * Discovery take unknown keys, and what they cannot do yet, without a word; here each is named.
   *
   * @param document keys and values as YAML has them: maps, lists, texts, numbers, booleans
   */
  public static PluginReading of(Map<?, ?> document) {
    var findings = new PluginFindings();
    var config = new PluginDocument(findings).read(document);
    return new PluginReading(
        findings.refused().isEmpty() ? Optional.of(config) : Optional.empty(),
        findings.refused(),
        findings.ignored());
  }
}
