// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Documents;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Every reason why rest is not proven has its row in the contract with reclaim controllers. */
class DocumentedDoubtsTest {

  private static final String HEAD = "| reason | rest is not proven, because |";

  @Test
  void eachReasonHasOneRow() {
    assertThat(rows()).containsExactlyInAnyOrderElementsOf(labels());
  }

  /** The label value of each. */
  static List<String> labels() {
    return Arrays.stream(Doubt.values())
        .map(doubt -> doubt.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> rows() {
    var contract =
        Documents.all().stream()
            .filter(file -> file.endsWith("docs/reclaim-contract.md"))
            .findFirst()
            .orElseThrow();
    return Documents.lines(contract).stream()
        .dropWhile(line -> !line.equals(HEAD))
        .skip(2)
        .takeWhile(line -> line.startsWith("| `"))
        .map(line -> line.split("`", -1)[1])
        .toList();
  }
}
