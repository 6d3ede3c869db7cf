// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gpunodeagent.agent.TestTools;
import io.gpunodeagent.agent.metrics.Promtool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a folder of {@code dashboards}, compiled when it is needed. */
final class GoProgram {

  private static final long MINUTES = 10;

  private final Path source;
  private final Path program;

  /**
   * Compiles one. Aborts the test where there is no Go to do it with, fails it in CI.
   *
   * @param name the folder's, and the program's
   */
  GoProgram(String name) {
    this(name, List.of());
  }

  /**
   * The same with build tags.
   *
   * @param tags what is built, as its sources' build constraints have it
   */
  GoProgram(String name, List<String> tags) {
    source = RuleFiles.ROOT.resolve("dashboards").resolve(name);
    program = source.resolve("target").resolve(name);
    build(source, program, tags);
  }

  /** What came of a run: its exit code, and what it wrote to both of its outputs. */
  record Said(int code, String text) {}

  Said run(List<String> arguments, String input) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return run(source, command, input);
  }

  /** Starts it, with its outputs where they can be read. */
  Process start(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static synchronized void build(Path source, Path program, List<String> tags) {
    var go = Promtool.require("go");
    var build =
        List.of(
            go.toString(),
            "build",
            "-buildvcs=false",
            "-trimpath",
            "-ldflags=-s -w",
            "-tags=" + String.join(",", tags),
            "-o",
            program.toString(),
            ".");
    var said = run(source, build, "");
    if (said.code() != 0 && !TestTools.required()) {
      abort(source + " cannot be built: " + said.text());
    }
    assertThat(said.code()).as(said.text()).isZero();
  }

  private static Said run(Path folder, List<String> command, String input) {
    try {
      var out = Files.createTempFile("go-program", ".out");
      var in = Files.writeString(Files.createTempFile("go-program", ".in"), input);
      var builder = new ProcessBuilder(command).directory(folder.toFile());
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
