// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A type's name says which it is, without its package. */
class TypeNamesTest {

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

  @Test
  void noTwoTopLevelTypesShareAName() throws IOException {
    Map<String, List<Path>> places = new TreeMap<>();
    for (var module :
        List.of("core", "agent", "simulation", "simulation-api", "nvml-bindings", "kubelet-api")) {
      var sources = ROOT.resolve(module).resolve("src/main/java");
      if (!Files.isDirectory(sources)) {
        continue;
      }
      try (var files = Files.walk(sources)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.getFileName().toString().contains("-info"))
            .forEach(
                file ->
                    places
                        .computeIfAbsent(file.getFileName().toString(), _ -> new ArrayList<>())
                        .add(file));
      }
    }
    assertThat(places).hasSizeGreaterThan(900);
    assertThat(places.values()).allSatisfy(files -> assertThat(files).hasSize(1));
  }
}
