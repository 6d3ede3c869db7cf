// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallGateTest {
  private final CallGate gate = new CallGate("closed");

  @Test
  void anEmptyGateShutsAtOnce() {
    assertThat(gate.shut(Duration.ZERO)).isTrue();
    assertThat(gate.isShut()).isTrue();
    assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class).hasMessage("closed");
    assertThat(gate.callsInFlight()).isZero();
  }

  @Test
  void itIsShutAlthoughACallIsInside() {
    gate.enter();

    assertThat(gate.shut(Duration.ZERO)).isFalse();
    assertThat(gate.callsInFlight()).isOne();
    assertThat(gate.tryEnter()).isFalse();

    gate.exit();
    assertThat(gate.shut(Duration.ZERO)).isTrue();
  }

  @Test
  void anInterruptEndsTheWait() {
    gate.enter();
    Thread.currentThread().interrupt();

    assertThat(gate.shut(Duration.ofDays(1000))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}
