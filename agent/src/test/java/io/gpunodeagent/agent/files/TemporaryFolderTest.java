// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @TempDir private Path parent;

  private long folders() throws IOException {
    try (var files = Files.list(parent)) {
      return files.count();
    }
  }

  @Test
  void closingDeletesAllItHolds() throws Exception {
    try (var folder = TemporaryFolder.create(parent)) {
      var below = Files.createDirectories(folder.path().resolve("a/b"));
      Files.writeString(below.resolve("c"), "x");
    }
    assertThat(folders()).isZero();
  }

  @Test
  void aFolderInUseIsLeftAlone() throws Exception {
    try (var first = TemporaryFolder.create(parent);
        var second = TemporaryFolder.create(parent)) {
      assertThat(first.path()).isEmptyDirectory();
      assertThat(second.path()).isEmptyDirectory();
    }
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndNothingElse() throws Exception {
    var left = Files.createDirectories(parent.resolve("gpu-node-agent-1234"));
    Files.createFile(left.resolve("in-use"));
    Files.createDirectories(left.resolve("content/proc"));
    var other = Files.createDirectories(parent.resolve("gpu-node-agent-notes"));
    TemporaryFolder.create(parent).close();
    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }
}
