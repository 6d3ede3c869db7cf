// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents on security and reliability promise is tested where they say so. */
class NamedTestsTest {

  private static final Path ROOT = Documents.root();
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?`");
  private static final Pattern ACTION = Pattern.compile("uses: (\\S+)");
  private static final Pattern COMMIT = Pattern.compile("[\\w./-]+@[0-9a-f]{40}");

  private static String source(String type) throws IOException {
    for (var module : new String[] {"agent", "core", "simulation", "nvml-bindings"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        var found = files.filter(file -> file.endsWith(type + ".java")).findFirst();
        if (found.isPresent()) {
          return Files.readString(found.get());
        }
      }
    }
    return "";
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/security.md", "docs/reliability.md"})
  void eachTestThatADocumentNamesIsThere(String document) throws IOException {
    var lost = new ArrayList<String>();
    var named = NAMED.matcher(Files.readString(ROOT.resolve(document)));
    int count = 0;
    while (named.find()) {
      count++;
      var source = source(named.group(1));
      var method = named.group(2);
      if (source.isEmpty() || (method != null && !source.contains(" " + method + "("))) {
        lost.add(named.group());
      }
    }
    assertThat(lost).as("tests that %s names and nobody has", document).isEmpty();
    assertThat(count).isGreaterThan(10);
  }

  /** A tag of an action can be moved to other code; the hash of its commit cannot. */
  @Test
  void theReleaseUsesNothingThatCanBeReplacedAndSignsWhatItPublishes() throws IOException {
    try (Stream<Path> workflows = Files.list(ROOT.resolve(".github/workflows"))) {
      for (var workflow : workflows.toList()) {
        var actions = ACTION.matcher(Files.readString(workflow)).results().toList();
        assertThat(actions).as("%s", workflow).isNotEmpty();
        assertThat(actions)
            .as("%s", workflow)
            .allMatch(action -> COMMIT.matcher(action.group(1)).matches());
      }
    }
    assertThat(ROOT.resolve(".github/workflows/release.yml"))
        .content()
        .containsPattern("cosign sign --yes \"\\$REPOSITORY@\\$\\{\\{ [a-z.]+\\.digest }}")
        .containsPattern("cosign attest --yes --type cyclonedx")
        .contains("attest-build-provenance@");
  }
}
