// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.cluster.Helm;
import io.gpunodeagent.agent.cluster.Manifests;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Which YAML of a document is a file of values for a chart. */
public final class HelmValues {

  private static final String OTHERS = "# Values of ";

  private HelmValues() {}

  /** Whether it is for this project's chart: every key is one of its values. */
  public static boolean isOurs(String yaml) {
    var known =
        Manifests.parse(String.join("\n", Documents.lines(Helm.CHART.resolve("values.yaml"))))
            .getFirst()
            .keySet();
    return !isOthers(yaml)
        && new Load(LoadSettings.builder().build()).loadFromString(yaml)
            instanceof Map<?, ?> mapping
        && !mapping.isEmpty()
        && known.containsAll(mapping.keySet());
  }

  /** Whether it is for a chart that its first line names. */
  public static boolean isOthers(String yaml) {
    return yaml.startsWith(OTHERS);
  }
}
