// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cluster.OwnApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault once; with {@code -Dsoak.minutes} all of them again and again, for so long. Prints how
 * long each was seen after it began and over after it ended, as {@code docs/reliability.md} has it.
 */
class SoakIT {

  private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("soak.minutes", 0));
  private static final Duration START = Duration.ofSeconds(60);

  /** Bytes that a heap may grow by, live objects only. */
  private static final long MORE_HEAP = 6 << 20;

  @RegisterExtension static final OwnApiServer SERVER = new OwnApiServer();

  @TempDir private Path folder;

  @Test
  void whatIsServedIsTrueWhateverFails() throws Exception {
    var outcomes = new ArrayList<Soak.Outcome>();
    long end = System.nanoTime() + TIME.toNanos();
    try (var node = new SoakNode(folder, SERVER.get());
        var agent = new AgentUnderFaults(node.settings())) {
      var soak = new Soak(agent);
      soak.awaitWhole(START);
      var faults = SoakFaults.of(node, agent);
      long live = 0;
      int rounds = 0;
      do {
        for (var fault : faults) {
          outcomes.add(soak.play(fault));
        }
        rounds++;
        live = grown(live, agent.liveBytes());
      } while (System.nanoTime() - end < 0);
      System.out.println(rounds + " rounds, " + soak.scrapes() + " scrapes, heap " + live);
    }
    System.out.println(outcomes.stream().map(Soak.Outcome::row).collect(Collectors.joining("\n")));
  }

  /** The larger of both, which is not much more than the one after the first round. */
  private static long grown(long first, long now) {
    assertThat(first == 0 || now < first + MORE_HEAP)
        .as("live bytes grew from %d to %d", first, now)
        .isTrue();
    return first == 0 ? now : first;
  }
}
