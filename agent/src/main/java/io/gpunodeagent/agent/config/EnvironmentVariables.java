// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the variables that begin with {@code GPU_NODE_AGENT_}. */
final class EnvironmentVariables {

  private static final String PREFIX = "GPU_NODE_AGENT_";

  /** What Kubernetes sets in every container for a Service called {@code gpu-node-agent}. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(PREFIX + "(SERVICE_.+|PORT|PORT_[0-9]+_.+)");

  private EnvironmentVariables() {}

  /** The values {@code environment} sets; an unknown variable is a problem. */
  static Written read(Map<String, String> environment) {
    var settings = Settings.ALL.stream().collect(Collectors.toMap(Setting::variable, one -> one));
    var values = new HashMap<String, RawValue>();
    var problems = new ArrayList<Problem>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              var setting = settings.get(name);
              if (setting != null) {
                values.put(setting.key(), new RawValue(value, new Origin.Variable(name)));
              } else if (name.startsWith(PREFIX)
                  && !name.equals(Sources.FILE_VARIABLE)
                  && !SERVICE_LINK.matcher(name).matches()) {
                problems.add(
                    Problem.unknown(
                        "environment",
                        name,
                        "variable",
                        Suggestion.nearest(name, settings.keySet()),
                        "docs/configuration.md lists the variables"));
              }
            });
    return new Written(values, Map.of(), problems);
  }
}
