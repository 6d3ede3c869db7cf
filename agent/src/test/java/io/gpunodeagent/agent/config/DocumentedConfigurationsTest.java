// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.agent.Documents.Piece;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a document shows as a configuration is one, as it stands there. */
class DocumentedConfigurationsTest {

  private static final Set<String> SECTIONS =
      Settings.ALL.stream()
          .map(setting -> setting.key().replaceFirst("\\..*", ""))
          .collect(Collectors.toSet());

  @TempDir private Path folder;

  /** What a YAML block is, by its top-level keys. */
  private enum Kind {
    /** Sections of the agent's configuration and nothing else. */
    CONFIGURATION,
    /** An {@code apiVersion} and a {@code kind}. */
    KUBERNETES,
    /** Values of the Helm chart; {@code HelmDocumentsIT} renders them. */
    HELM_VALUES,
    /** Values of another chart. */
    OTHERS_VALUES;

    static Optional<Kind> of(String yaml) {
      if (HelmValues.isOthers(yaml)) {
        return Optional.of(OTHERS_VALUES);
      }
      var root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      if (!(root instanceof Map<?, ?> mapping) || mapping.isEmpty()) {
        return Optional.empty();
      }
      if (SECTIONS.containsAll(mapping.keySet())) {
        return Optional.of(CONFIGURATION);
      }
      if (HelmValues.isOurs(yaml)) {
        return Optional.of(HELM_VALUES);
      }
      return mapping.keySet().containsAll(Set.of("apiVersion", "kind"))
          ? Optional.of(KUBERNETES)
          : Optional.empty();
    }
  }

  @Test
  void eachIsTakenAsItStands() throws IOException {
    var seen = EnumSet.noneOf(Kind.class);
    for (var file : Documents.all()) {
      for (var block : Documents.blocks(file)) {
        if (block.language().equals("yaml")) {
          var kind = Kind.of(block.piece().text());
          assertThat(kind).as("%s: what is this YAML?", block.piece().place()).isPresent();
          seen.add(kind.get());
          if (kind.get() == Kind.CONFIGURATION) {
            assertThat(problems(block.piece())).isEmpty();
          }
        }
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void aMistakeIsNamedWithTheLineOfTheDocument() throws IOException {
    assertThat(problems(new Piece("docs/page.md", 12, "web:\n  prot: 1\n")))
        .singleElement()
        .asString()
        .endsWith("docs/page.md:13: web.prot: unknown key: did you mean web.port?");
  }

  @Test
  void aMisspeltSectionIsNoConfiguration() {
    assertThat(Kind.of("web: {port: 1}\nsmapling: {period: 1s}\n")).isEmpty();
    assertThat(Kind.of("- web\n")).isEmpty();
  }

  /** The block on the line it has in its document, so that problems name that one. */
  private List<String> problems(Piece block) throws IOException {
    var file = folder.resolve(block.file());
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "\n".repeat(block.line() - 1) + block.text());
    var sources =
        new Sources(Optional.of(file), Map.of(), Map.of(), Optional.empty(), "node-7", false);
    return switch (ConfigLoader.load(sources)) {
      case Outcome.Valid valid -> valid.warnings().stream().map(Problem::line).toList();
      case Outcome.Invalid(var problems) -> problems.stream().map(Problem::line).toList();
    };
  }
}
