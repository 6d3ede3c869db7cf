// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.NodeMarksApi.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesFileTest {

  private static final NodeMarks MARKS = NodeMarks.of(Map.of("x/b", "2", "x/a", ""), Map.of());

  @TempDir private Path folder;

  private static NodeMarks own(NodeAnswer answer) {
    return answer instanceof NodeAnswer.Seen(var node) ? node.own() : NodeMarks.none();
  }

  @Test
  void labelsAreLinesAndReadBack() throws IOException {
    var file = folder.resolve("gpu");
    var features = new FeaturesFile(file);
    assertThat(own(features.read())).isEqualTo(NodeMarks.none());
    features.apply("", MARKS, Mode.GENTLE);
    assertThat(Files.readString(file)).isEqualTo("x/a=\nx/b=2\n");
    assertThat(own(features.read())).isEqualTo(MARKS);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void withoutLabelsThereIsNoFile() {
    var file = folder.resolve("gpu");
    var features = new FeaturesFile(file);
    features.apply("", MARKS, Mode.GENTLE);
    features.apply("", NodeMarks.none(), Mode.GENTLE);
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderThatIsMissingIsAReason() {
    var features = new FeaturesFile(folder.resolve("none").resolve("gpu"));
    assertThat(features.apply("", MARKS, Mode.GENTLE)).isInstanceOf(NodeAnswer.Unavailable.class);
  }
}
