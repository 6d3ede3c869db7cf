// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Asks Prometheus' own parser, through the program in {@code dashboards/promql}. */
final class PromQl {

  private PromQl() {}

  /**
   * The metrics each expression selects. Fails for one that cannot be parsed; aborts the test where
   * there is no Go to build the parser with.
   */
  static Map<String, List<String>> metrics(Collection<String> expressions) {
    var wanted = List.copyOf(expressions);
    var lines = wanted.stream().map(Json::text).toList();
    var said = new GoProgram("promql").run(List.of(), String.join("\n", lines) + "\n");
    assertThat(said.code()).as(said.text()).isZero();
    var answers = said.text().lines().toList();
    assertThat(answers).hasSameSizeAs(wanted);
    var metrics = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < wanted.size(); i++) {
      var answer =
          (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(answers.get(i));
      assertThat(answer.get("error")).as(wanted.get(i)).isNull();
      var names = new ArrayList<String>();
      for (var name : (List<?>) Objects.requireNonNull(answer.get("metrics"))) {
        names.add(String.valueOf(name));
      }
      metrics.put(wanted.get(i), List.copyOf(names));
    }
    return metrics;
  }
}
