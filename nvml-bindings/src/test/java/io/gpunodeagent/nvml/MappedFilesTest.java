// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappedFilesTest {
  private static final List<String> LINES =
      List.of(
          "55d0c0a00000-55d0c0a01000 r--p 00000000 fd:01 1234   /usr/bin/java",
          "7f0000001000-7f0000003000 r-xp 00001000 fd:01 5678   /usr/lib/with space/libx.so"
              + " (deleted)",
          "7f0000003000-7f0000004000 rw-p 00000000 00:00 0 ",
          "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0    [vsyscall]");

  @Test
  void anAddressIsInTheFileMappedThere() {
    assertThat(MappedFiles.holding(LINES, 0x7f0000001000L))
        .contains(Path.of("/usr/lib/with space/libx.so (deleted)"));
    assertThat(MappedFiles.holding(LINES, 0x55d0c0a00fffL)).contains(Path.of("/usr/bin/java"));
  }

  @Test
  void anAddressInNoFileIsInNone() {
    assertThat(MappedFiles.holding(LINES, 0x7f0000003000L)).isEmpty();
    assertThat(MappedFiles.holding(LINES, 0xffffffffff600000L)).isEmpty();
    assertThat(MappedFiles.holding(LINES, 0)).isEmpty();
  }
}
