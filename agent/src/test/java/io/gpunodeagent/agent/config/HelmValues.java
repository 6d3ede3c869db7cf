// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.cluster.Helm;
import io.gpunodeagent.agent.cluster.Manifests;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Which YAML of a document is a file of values for a chart. */
public final class HelmValues {

  private static final String OTHERS = "# Values of ";

  private HelmValues() {}

  /**
   * Whether it is for this project's chart: every key is one of its values. What can only be turned
   * on there, such as {@code recorder}, may be a section of the agent's configuration as well; then
   * it has other keys.
   */
  public static boolean isOurs(String yaml) {
    Map<?, ?> values =
        Manifests.parse(String.join("\n", Documents.lines(Helm.CHART.resolve("values.yaml"))))
            .getFirst();
    return !isOthers(yaml)
        && new Load(LoadSettings.builder().build()).loadFromString(yaml)
            instanceof Map<?, ?> mapping
        && !mapping.isEmpty()
        && mapping.entrySet().stream().allMatch(entry -> isValue(values, entry));
  }

  private static boolean isValue(Map<?, ?> values, Map.Entry<?, ?> entry) {
    boolean toggle =
        values.get(entry.getKey()) instanceof Map<?, ?> known
            && known.keySet().equals(Set.of("enabled"));
    return values.containsKey(entry.getKey())
        && (!toggle
            || (entry.getValue() instanceof Map<?, ?> written && written.containsKey("enabled")));
  }

  /** Whether it is for a chart that its first line names. */
  public static boolean isOthers(String yaml) {
    return yaml.startsWith(OTHERS);
  }
}
