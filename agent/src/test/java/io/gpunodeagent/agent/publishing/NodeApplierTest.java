// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeMarks;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeApplierTest {

  @TempDir private Path folder;

  private final Logger log = Logger.getLogger(Publisher.class.getName());
  private final List<String> logged = new ArrayList<>();
  private final Handler kept =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getMessage() + ": " + List.of(line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void keep() {
    log.addHandler(kept);
    log.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    log.removeHandler(kept);
    log.setLevel(null);
  }

  private static ObservedNode seen(NodeAnswer answer) {
    return ((NodeAnswer.Seen) answer).node();
  }

  @Test
  void theFirstWriteAndEachChangeIsLoggedAndARepairIsNot() throws InterruptedException {
    var applier =
        new NodeApplier(
            PublishTarget.labels(new FeaturesFile(folder.resolve("gpu"))),
            false,
            InstantSource.system());
    var node = seen(applier.take(new NodeStep.Read(), Optional.empty()));
    var first = new NodeStep.Write(NodeMarks.of(Map.of("x/a", "1", "x/b", "1"), Map.of()), false);
    var other = new NodeStep.Write(NodeMarks.of(Map.of("x/a", "1", "x/b", "2"), Map.of()), false);
    for (var step : List.of(first, first, other, other, first)) {
      node = seen(applier.take(step, Optional.of(node)));
    }
    assertThat(logged).hasSize(3).containsOnly("Published {0}: [2 labels, 0 annotations]");
  }

  @Test
  void aWriteThatFailsIsNotCalledPublished() throws InterruptedException {
    var applier =
        new NodeApplier(
            PublishTarget.labels(new FeaturesFile(folder.resolve("none").resolve("gpu"))),
            false,
            InstantSource.system());
    var node =
        seen(
            new NodeApplier(
                    PublishTarget.labels(new FeaturesFile(folder.resolve("gpu"))),
                    false,
                    InstantSource.system())
                .take(new NodeStep.Read(), Optional.empty()));
    applier.take(
        new NodeStep.Write(NodeMarks.of(Map.of("x/a", "1"), Map.of()), false), Optional.of(node));
    assertThat(logged).isEmpty();
  }
}
