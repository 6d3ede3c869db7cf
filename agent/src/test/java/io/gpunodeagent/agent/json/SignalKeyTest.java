// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.Golden;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.EccSignal;
import io.gpunodeagent.core.signal.FieldSignal;
import io.gpunodeagent.core.signal.GpmSignal;
import io.gpunodeagent.core.signal.NvLinkErrorSignal;
import io.gpunodeagent.core.signal.RateSignal;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.signal.TextSignal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs read the keys: one that changes breaks them. */
class SignalKeyTest {

  private static final List<Signal<?>> OTHERS =
      List.of(
          new EccSignal(
              EccSignal.ErrorType.UNCORRECTED,
              EccSignal.Counter.VOLATILE,
              EccSignal.Location.L1_CACHE),
          FieldSignal.slow(230),
          FieldSignal.everyPass(138).withScope(FieldSignal.ALL),
          FieldSignal.slow(165).withScope(3),
          new RateSignal(FieldSignal.everyPass(138).withScope(FieldSignal.ALL)),
          new GpmSignal(5),
          new NvLinkErrorSignal(3, NvLinkErrorSignal.Counter.CRC_FLIT));

  @Test
  void theKeysStayAsTheyAre() {
    var signals =
        Stream.of(List.of(DeviceSignal.values()), List.of(TextSignal.values()), OTHERS)
            .<Signal<?>>flatMap(List::stream);
    var keys = signals.map(SignalKey::of).toList();
    assertThat(keys).doesNotHaveDuplicates();
    Golden.matches(
        "agent/src/test/resources/json/signal-keys.txt",
        keys.stream().collect(Collectors.joining("\n", "", "\n")));
  }
}
