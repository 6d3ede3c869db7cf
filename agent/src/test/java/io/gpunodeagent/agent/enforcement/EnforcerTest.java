// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.loop.LoopFailures;
import io.gpunodeagent.core.policy.EvictionMemory;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fault of the enforcer's own is counted and reported, and does not end it. */
@Timeout(120)
class EnforcerTest {

  @Test
  void aFaultIsCountedAndToldUntilItRunsAgain() {
    var before = LoopFailures.counts().getOrDefault("enforcement", 0L);
    var faulty = new AtomicBoolean();
    var enforcer =
        new Enforcer(
            new EnforcementConfig(false, "node-a", Duration.ofSeconds(15)),
            Optional.empty(),
            (_, _) -> new Grant.Stands(),
            PolicyRules.none(),
            EvictionMemory.none(),
            () -> true,
            () -> {
              if (Thread.currentThread().getName().equals("enforcement")
                  && faulty.getAndSet(false)) {
                throw new IllegalStateException("a bug");
              }
              return Instant.EPOCH;
            },
            System::nanoTime);
    try (enforcer) {
      faulty.set(true);
      enforcer.start();
      enforcer.offer(NodeState.starting(Instant.EPOCH, true));
      while (!enforcer.status().problems().containsKey("loop")) {
        Thread.onSpinWait();
      }
      assertThat(enforcer.status().problems().get("loop"))
          .isEqualTo("its loop failed: IllegalStateException: a bug");
      assertThat(LoopFailures.counts()).containsEntry("enforcement", before + 1);
      while (!enforcer.status().problems().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }
}
