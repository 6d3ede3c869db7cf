// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibilityRuleTest {

  @ParameterizedTest
  @CsvSource({
    "pid:[4026531836], 1, true,  Full",
    "pid:[4026531836], 1, false, Partial",
    "pid:[4026531836], 2, true,  Blind",
    "pid:[4026531836], 0, true,  Blind",
    "pid:[4026532711], 1, true,  Blind",
    "pid:[4026532711], 2, true,  Blind",
    ",                 1, true,  Blind"
  })
  void onlyTheHostsPidNamespaceIsBelieved(
      String namespace, int levels, boolean initReadable, String expected) {
    for (boolean initOfNode : new boolean[] {false, true}) {
      onlyTheHosts(namespace, levels, initReadable, initOfNode, expected);
    }
  }

  private static void onlyTheHosts(
      String namespace, int levels, boolean initReadable, boolean initOfNode, String expected) {
    var facts =
        new NamespaceFacts(Optional.ofNullable(namespace), levels, initReadable, initOfNode);

    assertThat(VisibilityRule.ofNamespace(facts).getClass().getSimpleName()).isEqualTo(expected);
  }

  /** Memory in MiB; a blank is a figure that was not read. */
  @ParameterizedTest
  @CsvSource({
    // an empty list
    "0,     true,  0,   0, 0,     Full",
    "200,   true,  0,   0, 0,     Full",
    "300,   true,  0,   0, 0,     Blind",
    "1200,  false, 0,   0, 0,     Full",
    "2000,  false, 0,   0, 0,     Blind",
    "0,     true,  1,   0, 0,     Blind",
    "0,     true,  0.4, 0, 0,     Blind",
    ",      true,  ,    0, 0,     Full",
    ",      true,  7,   0, 0,     Blind",
    // a list that explains the memory, or does not
    "40000, true,  90,  1, 39500, Full",
    "40000, true,  90,  1, 36500, Full",
    "40000, true,  90,  1, 35000, Partial",
    "3000,  true,  0,   1, 500,   Partial",
    "3000,  false, 0,   1, 500,   Full",
    "500,   true,  0,   2, 900,   Full",
    // a list whose sizes are not known
    "40000, true,  90,  1, ,      Full"
  })
  void useThatNoListedProcessExplainsIsDoubt(
      Long used,
      boolean reservedKnown,
      Double busy,
      int processes,
      Long processMemory,
      String expected) {
    var domain =
        new MemoryDomain(
            bytes(used),
            reservedKnown,
            busy == null ? OptionalDouble.empty() : OptionalDouble.of(busy),
            processes,
            bytes(processMemory));

    assertThat(VisibilityRule.ofGpu(List.of(domain)).getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  void theWorstInstanceDecides() {
    var good =
        new MemoryDomain(OptionalLong.of(0), true, OptionalDouble.of(0), 0, OptionalLong.of(0));
    var bad =
        new MemoryDomain(OptionalLong.of(0), true, OptionalDouble.of(9), 0, OptionalLong.of(0));

    assertThat(VisibilityRule.ofGpu(List.of(good, bad, good))).isInstanceOf(Visibility.Blind.class);
    assertThat(VisibilityRule.ofGpu(List.of())).isEqualTo(new Visibility.Full());
  }

  private static OptionalLong bytes(Long mebibytes) {
    return mebibytes == null ? OptionalLong.empty() : OptionalLong.of(mebibytes << 20);
  }
}
