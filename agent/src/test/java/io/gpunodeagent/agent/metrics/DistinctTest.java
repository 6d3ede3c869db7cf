// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.metrics.format.FamilySamples.Sample;
import io.gpunodeagent.agent.metrics.format.RowLabels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistinctTest {

  private static Sample sample(int order, String pod, double value) {
    var parts = new RowLabels.Parts(Map.of(), Map.of(), Map.of("pod", pod));
    return new Sample(new RowLabels(order, parts), value);
  }

  @Test
  void samplesStandInTheOrderOfDevicesThenOfLabels() {
    var samples = new ArrayList<>(List.of(sample(2, "a", 1), sample(1, "b", 2), sample(1, "a", 3)));
    assertThat(new Distinct().of(samples)).extracting(Sample::value).containsExactly(3.0, 2.0, 1.0);
  }

  @Test
  void ofSamplesWithTheSameLabelsTheFirstIsServedAndTheOthersAreCounted() {
    var distinct = new Distinct();
    var samples =
        new ArrayList<>(
            List.of(sample(1, "b", 1), sample(1, "a", 2), sample(1, "b", 3), sample(1, "b", 4)));
    assertThat(distinct.of(samples)).extracting(Sample::value).containsExactly(2.0, 1.0);
    assertThat(distinct.leftOut()).isEqualTo(2);
  }

  @Test
  void labelsOfOtherNamesAreOtherLabels() {
    var one = new RowLabels(0, new RowLabels.Parts(Map.of(), Map.of(), Map.of("a", "x")));
    var other = new RowLabels(0, new RowLabels.Parts(Map.of(), Map.of(), Map.of("b", "x")));
    assertThat(one).isNotEqualTo(other).isLessThan(other);
    assertThat(new String(one.text(), StandardCharsets.UTF_8)).isEqualTo("{a=\"x\"}");
  }
}
