package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Asks Prometheus' own parser, through the program in {@code dashboards/promql}. */
final class PromQl {

  private static final Path SOURCE = RuleFiles.ROOT.resolve("dashboards/promql");
  private static final long MINUTES = 10;

  private PromQl() {}

  /**
   * The metrics each expression selects. Fails for one that cannot be parsed; aborts the test where
   * there is no Go to build the parser with.
   */
  static Map<String, List<String>> metrics(Collection<String> expressions) {
    var wanted = List.copyOf(expressions);
    var lines = wanted.stream().map(Json::text).toList();
    var said = run(List.of(program().toString()), String.join("\n", lines) + "\n");
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

  private record Said(int code, String text) {}

  private static synchronized Path program() {
    var program = SOURCE.resolve("target/promql");
    var go = Promtool.require("go");
    var build =
        List.of(
            go.toString(), "build", "-buildvcs=false", "-trimpath", "-o", program.toString(), ".");
    var said = run(build, "");
    if (said.code() != 0 && System.getenv("REQUIRE_TEST_TOOLS") == null) {
      abort("the parser of PromQL cannot be built: " + said.text());
    }
    assertThat(said.code()).as(said.text()).isZero();
    return program;
  }

  private static Said run(List<String> command, String input) {
    try {
      var out = Files.createTempFile("promql", ".out");
      var in = Files.writeString(Files.createTempFile("promql", ".in"), input);
      var builder = new ProcessBuilder(command).directory(SOURCE.toFile());
      builder.environment().put("GOTOOLCHAIN", "local");
      var process =
          builder
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectErrorStream(true)
              .start();
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
      var text = Files.readString(out, StandardCharsets.UTF_8);
      Files.delete(in);
      Files.delete(out);
      return new Said(process.exitValue(), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
