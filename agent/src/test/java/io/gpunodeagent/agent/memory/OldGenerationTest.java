// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.memory.OldGeneration.Level;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {

  private static final long MIB = 1 << 20;

  private Optional<Level> level = Optional.empty();
  private int collections;
  private final OldGeneration old = new OldGeneration(() -> level, () -> collections++);

  @ParameterizedTest
  @CsvSource({"20, 26, 0", "20, 27, 1", "0, 1, 0", "0, 2, 1", "400, 501, 0", "400, 502, 1"})
  void aQuarterAndAMebibyteMoreThanWhatIsAliveIsTooMuch(long alive, long used, int expected) {
    looks(OldGeneration.START_LOOKS);
    level = Optional.of(new Level(alive * MIB, used * MIB));
    old.look();
    assertThat(collections).isEqualTo(expected);
  }

  @Test
  void theStartIsNotJudged() {
    level = Optional.of(new Level(MIB, 100 * MIB));
    looks(OldGeneration.START_LOOKS);
    assertThat(collections).isZero();
    looks(2);
    assertThat(collections).isEqualTo(2);
  }

  @Test
  void whatCannotBeToldIsNotCollected() {
    looks(OldGeneration.START_LOOKS + 1);
    assertThat(collections).isZero();
  }

  /** Tests run with the serial collector, as the agent does. */
  @Test
  void aCollectionLeavesNothingToCollectHere() {
    var here = OldGeneration.ofThisProcess();
    for (int look = 0; look < OldGeneration.START_LOOKS; look++) {
      here.look();
    }
    System.gc();
    var collector =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(each -> each.getName().equals("MarkSweepCompact"))
            .findFirst();
    long before = collector.map(GarbageCollectorMXBean::getCollectionCount).orElseThrow();
    here.look();
    assertThat(collector.orElseThrow().getCollectionCount()).isEqualTo(before);
  }

  private void looks(int count) {
    for (int look = 0; look < count; look++) {
      old.look();
    }
  }
}
