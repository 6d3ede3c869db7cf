// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets the compiler check Javadoc, as the Javadoc tool would. */
class JavadocTest {
  private static final Path SOURCES =
      Path.of(Simulation.property("repository.root")).resolve("nvml-bindings/src/main/java");

  @TempDir private Path classes;

  @Test
  void everythingExportedIsDocumented() throws IOException {
    assertThat(problems(sources())).isEmpty();
  }

  @Test
  void aMissingCommentIsFound() throws IOException {
    Path source = Files.createDirectories(classes.resolve("io/gpunodeagent/nvml"));
    Files.writeString(
        source.resolve("Bare.java"),
        "package io.gpunodeagent.nvml; /** A type. */ public record Bare(int part) {}");

    assertThat(problems(List.of(source.resolve("Bare.java"))))
        .singleElement()
        .asString()
        .contains("no @param for part");
  }

  /** The lines of the report that name a file. */
  private List<String> problems(List<Path> sources) {
    var options =
        Stream.of(
            "-proc:none",
            "-Xdoclint:all/protected",
            "-Xdoclint/package:io.gpunodeagent.nvml",
            "-Xmaxwarns",
            "5000",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    var report = new StringWriter();
    var compiler = ToolProvider.findFirst("javac").orElseThrow();
    int failed =
        compiler.run(
            new PrintWriter(report),
            new PrintWriter(report),
            Stream.concat(options, sources.stream().map(Path::toString)).toArray(String[]::new));
    assertThat(failed).as(report.toString()).isZero();
    return report.toString().lines().filter(line -> line.contains(".java:")).toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .toList();
    }
  }
}
