// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people are given to read, and to copy from. */
public final class Documents {

  private static final Path ROOT =
      Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();
  private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private Documents() {}

  /**
   * A piece of a document.
   *
   * @param file relative to the repository
   * @param line its first, from 1
   */
  public record Piece(String file, int line, String text) {

    /** {@code file:line}. */
    public String place() {
      return file + ":" + line;
    }
  }

  /** A fenced block, without its fences. */
  public record Block(String language, Piece piece) {}

  /** {@code README.md}, {@code deploy/README.md} and all of {@code docs}, sorted. */
  public static List<Path> all() {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("deploy/README.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Those for developers: architecture, contributing, the glossary and the internals, sorted. */
  public static List<Path> forDevelopers() {
    try (var internals = Files.list(ROOT.resolve("docs/internals"))) {
      return Stream.concat(
              Stream.of("ARCHITECTURE.md", "CONTRIBUTING.md", "docs/glossary.md")
                  .map(ROOT::resolve),
              internals.sorted())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The root of the repository. */
  public static Path root() {
    return ROOT;
  }

  /** The fenced blocks of {@code file}. */
  public static List<Block> blocks(Path file) {
    return split(file).blocks();
  }

  /** The spans of code in the prose of {@code file}. */
  public static List<Piece> code(Path file) {
    return split(file).prose().stream()
        .flatMap(
            line ->
                CODE.matcher(line.text())
                    .results()
                    .map(span -> new Piece(line.file(), line.line(), span.group(1))))
        .toList();
  }

  private record Split(List<Block> blocks, List<Piece> prose) {}

  private static Split split(Path file) {
    var name = ROOT.relativize(file).toString();
    var split = new Split(new ArrayList<>(), new ArrayList<>());
    var lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        split.prose().add(new Piece(name, i + 1, lines.get(i)));
        continue;
      }
      int first = i + 1;
      do {
        i++;
      } while (!lines.get(i).strip().equals("```"));
      var text = String.join("\n", lines.subList(first, i)) + "\n";
      split.blocks().add(new Block(fence.group(1), new Piece(name, first + 1, text)));
    }
    return split;
  }

  /** The lines of {@code file}. */
  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
