// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types, packages and files that the documents for developers name are there. */
class SignpostsTest {

  /** A type, maybe with what is nested in it or a method of it. */
  private static final Pattern TYPE =
      Pattern.compile("([A-Z]\\w*[a-z]\\w*)((?:\\.\\w+)*)(?:\\(.*\\)|<\\w+>)?");

  private static final Pattern PACKAGE =
      Pattern.compile("(?:io\\.gpunodeagent\\.)?((?:agent|core|simulation)(?:\\.[a-z]+)+)");
  private static final Pattern PATH = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+/?");

  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:record|class|enum|interface) ([A-Z]\\w*)");

  /** Types of others, and words that only look like one. */
  private static final List<String> OTHERS = List.of("Optional", "Duration", "GpuEviction");

  private static final Map<String, List<Path>> SOURCES = sources();

  private static final Pattern LINK =
      Pattern.compile("@link\\s+(?:\\*\\s+)?(io\\.gpunodeagent[\\w.]+)");

  /** What each package says of itself. */
  private static final List<Path> DOORS =
      SOURCES.values().stream()
          .flatMap(List::stream)
          .map(source -> source.resolveSibling("package-info.java"))
          .distinct()
          .filter(Files::exists)
          .toList();

  @Test
  void whatTheDocumentsForDevelopersNameIsThere() {
    var lost = new ArrayList<String>();
    int signposts = 0;
    for (var file : Documents.forDevelopers()) {
      for (var code : Documents.code(file)) {
        if (isSignpost(code.text())) {
          signposts++;
          if (!leadsSomewhere(code.text())) {
            lost.add(code.place() + ": " + code.text());
          }
        }
      }
    }
    assertThat(lost).isEmpty();
    assertThat(signposts).isGreaterThan(100);
  }

  @Test
  void whatTheDoorOfAPackageNamesIsThere() {
    var lost = new ArrayList<String>();
    for (var door : DOORS) {
      LINK.matcher(String.join("\n", Documents.lines(door)))
          .results()
          .map(link -> link.group(1))
          .filter(target -> !isTypeOrPackage(target))
          .forEach(target -> lost.add(Documents.root().relativize(door) + ": " + target));
    }
    assertThat(lost).isEmpty();
    assertThat(DOORS).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @CsvSource({
    "io.gpunodeagent.core.usage, true",
    "io.gpunodeagent.core.usage.Usage, true",
    "io.gpunodeagent.core.usages, false",
    "io.gpunodeagent.core.policy.Usage, false",
  })
  void aLinkLeadsToATypeOrAPackage(String target, boolean somewhere) {
    assertThat(isTypeOrPackage(target)).isEqualTo(somewhere);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NodeState|true",
        "Reading.Unsupported|true",
        "RestClock.activity|true",
        "NodeStait|false",
        "Reading.Unsuported|false",
        "core.usage|true",
        "core.usages|false",
        "docs/metrics.md|true",
        "docs/metric.md|false",
      })
  void aSignpostLeadsToATypeAPackageOrAFile(String text, boolean somewhere) {
    assertThat(isSignpost(text)).isTrue();
    assertThat(leadsSomewhere(text)).isEqualTo(somewhere);
  }

  private static boolean isSignpost(String text) {
    var type = TYPE.matcher(text);
    return (type.matches() && !OTHERS.contains(type.group(1)))
        || PACKAGE.matcher(text).matches()
        || (PATH.matcher(text).matches()
            && Files.exists(Documents.root().resolve(text.replaceFirst("/.*", ""))));
  }

  private static boolean leadsSomewhere(String text) {
    var type = TYPE.matcher(text);
    if (type.matches()) {
      return SOURCES.getOrDefault(type.group(1), List.of()).stream()
          .anyMatch(source -> hasAll(source, type.group(2)));
    }
    var inPackage = PACKAGE.matcher(text);
    if (inPackage.matches()) {
      var folder = "io/gpunodeagent/" + inPackage.group(1).replace('.', '/');
      return SOURCES.values().stream()
          .flatMap(List::stream)
          .anyMatch(source -> source.getParent().endsWith(folder));
    }
    return Files.exists(Documents.root().resolve(text));
  }

  private static boolean isTypeOrPackage(String target) {
    var path = target.replace('.', '/');
    return SOURCES.values().stream()
        .flatMap(List::stream)
        .anyMatch(source -> source.endsWith(path + ".java") || source.getParent().endsWith(path));
  }

  private static boolean hasAll(Path source, String members) {
    var words = "\\b" + members.replaceFirst("^\\.", "").replace(".", "\\b(?s:.*)\\b") + "\\b";
    return members.isEmpty()
        || Pattern.compile(words).matcher(String.join("\n", Documents.lines(source))).find();
  }

  /** The Java sources by the names of the types they declare. */
  private static Map<String, List<Path>> sources() {
    var sources = new HashMap<String, List<Path>>();
    try (Stream<Path> modules = Files.list(Documents.root())) {
      for (var module :
          modules.map(each -> each.resolve("src")).filter(Files::isDirectory).toList()) {
        try (var files = Files.walk(module)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .forEach(file -> declared(file).forEach(name -> add(sources, name, file)));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return sources;
  }

  private static Stream<String> declared(Path source) {
    return DECLARED
        .matcher(String.join("\n", Documents.lines(source)))
        .results()
        .map(declaration -> declaration.group(1))
        .distinct();
  }

  private static void add(Map<String, List<Path>> sources, String name, Path file) {
    sources.computeIfAbsent(name, _ -> new ArrayList<>()).add(file);
  }
}
