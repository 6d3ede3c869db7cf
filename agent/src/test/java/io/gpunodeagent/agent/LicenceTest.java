// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every source file names the licence in its first line, so that a copy of it still does. */
class LicenceTest {

  private static final String HEADER = "// SPDX-License-Identifier: Apache-2.0";

  private static final Set<String> LANGUAGES = Set.of("c", "go", "h", "java", "js");

  private static final Set<String> OUTPUTS = Set.of("target", ".git");

  @Test
  void everySourceFileBeginsWithIt() throws IOException {
    var sources = sources();
    var without = new ArrayList<Path>();
    for (var source : sources) {
      try (var lines = Files.lines(source)) {
        if (!lines.findFirst().orElse("").equals(HEADER)) {
          without.add(Documents.root().relativize(source));
        }
      }
    }
    assertThat(without).as("begin these with: " + HEADER).isEmpty();
    assertThat(sources).hasSizeGreaterThan(1000);
  }

  private static List<Path> sources() throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        Documents.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return OUTPUTS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var name = file.getFileName().toString();
            if (LANGUAGES.contains(name.substring(name.lastIndexOf('.') + 1))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
