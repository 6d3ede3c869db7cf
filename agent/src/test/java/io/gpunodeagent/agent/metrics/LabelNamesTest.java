// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNamesTest {

  @ParameterizedTest
  @CsvSource({
    "label_, app, label_app",
    "label_, app.kubernetes.io/name, label_app_kubernetes_io_name",
    "label_, a-b, label_a_b",
    "label_, café, label_caf_",
    "'', 9lives, _9lives",
    "'', __name__, _name__",
    "'', ______, _",
    "l, 1, l1",
  })
  void keysBecomeNamesPrometheusAllows(String prefix, String key, String name) {
    assertThat(LabelNames.of(prefix, Map.of(key, "v"), Set.of()))
        .containsExactly(Map.entry(name, "v"));
  }

  @Test
  void keysThatBecomeAlikeAreNumberedInTheirOrder() {
    var labels = Map.of("a.b", "1", "a-b", "2", "a_b", "3", "c", "4", "a_b_conflict2", "5");
    assertThat(LabelNames.of("", labels, Set.of()))
        .containsOnly(
            Map.entry("c", "4"),
            Map.entry("a_b_conflict1", "2"),
            Map.entry("a_b_conflict2", "5"),
            Map.entry("a_b_conflict3", "1"),
            Map.entry("a_b_conflict4", "3"));
  }

  @Test
  void namesOfAnotherMeaningAreNotTaken() {
    var labels = Map.of("pod", "evil", "UUID", "GPU-x", "driver", "0");
    assertThat(LabelNames.of("", labels, Set.of("driver")))
        .containsOnlyKeys("UUID_conflict1", "driver_conflict1", "pod_conflict1");
  }
}
