// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ARCHITECTURE.md} lists the modules, arrows and packages that the build has. */
class ArchitecturePageTest {

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)/` \\| .* \\| (.*) \\|$");
  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>io\\.gpunodeagent</groupId>\\s*<artifactId>([a-z-]+)</artifactId>"
              + "((?:(?!</dependency>)[\\s\\S])*)</dependency>");

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static Set<String> modules() throws IOException {
    return MODULE
        .matcher(read("pom.xml"))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the page lets each module depend on, by module. */
  private static Map<String, String> rows() throws IOException {
    var rows = new TreeMap<String, String>();
    ROW.matcher(read("ARCHITECTURE.md"))
        .results()
        .forEach(row -> rows.put(row.group(1), row.group(2)));
    return rows;
  }

  /** Modules of this build on the class path of a module's main code. */
  private static Set<String> dependencies(String module) throws IOException {
    return DEPENDENCY
        .matcher(read(module + "/pom.xml"))
        .results()
        .filter(ArchitecturePageTest::isOfMainCode)
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOfMainCode(MatchResult dependency) {
    var rest = dependency.group(2);
    return !rest.contains("<scope>test</scope>") && !rest.contains("<type>test-jar</type>");
  }

  @Test
  void everyModuleHasARowWithTheModulesItDependsOn() throws IOException {
    var modules = modules();
    var rows = rows();
    assertThat(modules).hasSizeGreaterThan(8);
    assertThat(rows.keySet()).containsAll(modules);
    for (var module : modules) {
      var listed =
          List.of(rows.getOrDefault(module, "").split(", ")).stream()
              .filter(modules::contains)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(listed).as("what %s may depend on", module).isEqualTo(dependencies(module));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "agent"})
  void everyPackageHasALine(String module) throws IOException {
    var page = read("ARCHITECTURE.md");
    var home = ROOT.resolve(module + "/src/main/java/io/gpunodeagent/" + module);
    try (var packages = Files.list(home)) {
      assertThat(packages.filter(Files::isDirectory).map(Path::getFileName).map(Path::toString))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(page).containsPattern("(?m)^" + name + " "));
    }
  }
}
