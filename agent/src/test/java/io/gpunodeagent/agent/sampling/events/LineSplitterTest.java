// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private final List<String> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(lines::add);

  @Test
  void linesAreCutWhereverTheReadsWere() {
    read("one\ntw");
    read("o\n\nthree");
    assertThat(lines).containsExactly("one", "two");
    read("\n");
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void aLineLongerThanAnyIsDroppedWhole() {
    read("x".repeat(LineSplitter.LONGEST_LINE + 1));
    read("more\nnext\n");
    assertThat(lines).containsExactly("next");
  }

  @Test
  void theLongestLineIsKept() {
    read("x".repeat(LineSplitter.LONGEST_LINE) + "\n");
    assertThat(lines).hasSize(1);
  }

  @Test
  void aLineThatWasCutOffIsForgotten() {
    read("half");
    splitter.reset();
    read("whole\n");
    assertThat(lines).containsExactly("whole");
  }

  private void read(String text) {
    splitter.accept(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
