// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.TestTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs Prometheus' own checker of expositions. */
public final class Promtool {

  /**
   * Style remarks that DCGM's names earn and that no compatible exporter can avoid; everything else
   * fails.
   */
  private static final Pattern DCGM_STYLE =
      Pattern.compile(
          "\\S+ (label names should be written in 'snake_case' not 'camelCase'"
              + "|counter metrics should have \"_total\" suffix"
              + "|non-counter metrics should not have \"_total\" suffix"
              + "|metric name should not include type 'counter')");

  private Promtool() {}

  /** Fails when promtool refuses the text; aborts the test where there is no promtool. */
  public static void check(String text) {
    var tool = require("promtool");
    try {
      var process =
          new ProcessBuilder(tool.toString(), "check", "metrics").redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(text.getBytes(StandardCharsets.UTF_8));
      }
      var remarks = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(remarks.lines())
          .filteredOn(line -> !line.isBlank() && !DCGM_STYLE.matcher(line).matches())
          .isEmpty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** A program on the PATH; aborts the test, or fails it in CI, where there is none. */
  public static Path require(String program) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> TestTools.missing(program + " is not on the PATH"));
  }
}
