// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two readings of a Node is the later one. */
class ObservedNodeTest {

  private static ObservedNode at(String version) {
    return new ObservedNode("u", version, NodeMarks.none(), Map.of(), Optional.empty(), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "101, 100, true",
    "100, 100, false",
    "99, 100, false",
    "1000, 999, true",
    "999, 1000, false",
    "18446744073709551616, 18446744073709551615, true",
    "b, a, true",
    "a, b, true",
    "a, a, false",
    "5, a, true"
  })
  void versionsAreNumbersOrElseAnyOtherIsLater(String one, String other, boolean newer) {
    assertThat(at(one).isNewerThan(at(other))).isEqualTo(newer);
  }
}
