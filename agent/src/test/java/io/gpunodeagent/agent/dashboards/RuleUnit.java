// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A unit test of the rules, run by promtool: series in promtool's notation, one value a minute, and
 * what is asked of them.
 */
final class RuleUnit {

  private final Map<String, String> series = new LinkedHashMap<>();
  private final List<String> questions = new ArrayList<>();

  /** Sets the values of a series; {@code "1x90"} is one, ninety minutes long. */
  RuleUnit series(String name, String values) {
    series.put(name, values);
    return this;
  }

  /** Adds all, whose values are as in {@link #series(String, String)}. */
  RuleUnit series(Map<String, String> more) {
    series.putAll(more);
    return this;
  }

  /** Takes a series away. */
  RuleUnit without(String name) {
    assertThat(series).containsKey(name);
    series.remove(name);
    return this;
  }

  /** Wants {@code expression} to yield just these values of {@code label}. */
  RuleUnit expect(Duration at, String label, String expression, String... values) {
    var samples =
        Arrays.stream(values)
            .map(value -> "{labels: '{%s=\"%s\"}', value: 1}".formatted(label, value))
            .collect(Collectors.joining(", ", "[", "]"));
    questions.add(
        """
              - expr: 'group by (%s) (%s)'
                eval_time: %dm
                exp_samples: %s
        """
            .formatted(label, expression, at.toMinutes(), samples));
    return this;
  }

  /** Wants just this value, of a series without labels. */
  RuleUnit expectValue(Duration at, String expression, double value) {
    questions.add(
        """
              - expr: '%s'
                eval_time: %dm
                exp_samples: [{value: %s}]
        """
            .formatted(expression, at.toMinutes(), value));
    return this;
  }

  /** Fails with what promtool says, unless all is as wanted. */
  void run(Path folder) {
    run(folder, Map.of("unit", this));
  }

  /** The same for several, by names to tell them apart; much faster than one by one. */
  static void run(Path folder, Map<String, RuleUnit> units) {
    assertThat(units).isNotEmpty();
    assertThat(units.values()).allMatch(unit -> !unit.questions.isEmpty());
    var tool = Promtool.require("promtool");
    try {
      var file = Files.writeString(folder.resolve("unit.yaml"), file(units));
      var process =
          new ProcessBuilder(tool.toString(), "test", "rules", file.toString())
              .redirectErrorStream(true)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static String file(Map<String, RuleUnit> units) {
    var text = new StringBuilder("evaluation_interval: 1m\nrule_files:\n");
    RuleFiles.paths().forEach(path -> text.append("  - ").append(path).append('\n'));
    text.append("tests:\n");
    units.forEach((name, unit) -> text.append(unit.group(name)));
    return text.toString();
  }

  private String group(String name) {
    var text =
        new StringBuilder("  - interval: 1m\n    name: '").append(quoted(name)).append("'\n");
    text.append("    input_series:\n");
    series.forEach(
        (labels, values) ->
            text.append("      - {series: '")
                .append(quoted(labels))
                .append("', values: '")
                .append(values)
                .append("'}\n"));
    text.append("    promql_expr_test:\n");
    questions.forEach(text::append);
    return text.toString();
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }
}
