// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
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

  private List<String> problems(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  found,
                  List.of(
                      "-proc:none",
                      "-Xdoclint:all/protected",
                      "-Xdoclint/package:io.gpunodeagent.nvml",
                      "-d",
                      classes.toString(),
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).isTrue();
    }
    return found.getDiagnostics().stream().map(JavadocTest::line).toList();
  }

  private static String line(Diagnostic<? extends JavaFileObject> problem) {
    JavaFileObject source = problem.getSource();
    return (source == null ? "" : source.getName() + ":" + problem.getLineNumber() + ": ")
        + problem.getMessage(Locale.ROOT);
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
