// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.Snapshots;
import io.gpunodeagent.core.state.NodeState;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RehearsalsTest {

  @Test
  void thereIsOneAtEachLookOnceThereAreGpusAndThenNoMore() {
    var published = new AtomicReference<>(NodeState.starting(Instant.EPOCH, true));
    var scrapes = new AtomicInteger();
    var rehearsals = new Rehearsals(published::get, scrapes::incrementAndGet);

    rehearsals.look();
    assertThat(scrapes).hasValue(0);
    published.set(Snapshots.stateOf());
    rehearsals.look();
    assertThat(scrapes).hasValue(1);
    for (int look = 0; look < 100; look++) {
      rehearsals.look();
    }
    assertThat(scrapes).hasValue(Rehearsals.COUNT);
  }
}
