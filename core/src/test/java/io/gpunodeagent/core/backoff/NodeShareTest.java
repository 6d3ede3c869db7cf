// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of one cluster come back to its server one after the other. */
class NodeShareTest {

  @ParameterizedTest
  @ValueSource(strings = {"node-%d", "gpu-%04d.example.com", "ip-10-0-3-%d.ec2.internal"})
  void nodesThatAreNumberedHaveSharesFarApart(String names) {
    var tenths =
        IntStream.range(0, 100)
            .mapToObj(names::formatted)
            .collect(
                Collectors.groupingBy(
                    name -> (int) (NodeShare.of(name).value() * 10), Collectors.counting()));
    assertThat(tenths).hasSize(10);
    assertThat(tenths.values()).allMatch(nodes -> nodes < 25);
  }

  @Test
  void aTimeIsDividedAmongTheNodes() {
    var hour = Duration.ofHours(1);
    assertThat(NodeShare.none().of(hour)).isZero();
    assertThat(new NodeShare(0.25).of(hour)).isEqualTo(Duration.ofMinutes(15));
    assertThat(new NodeShare(1).of(hour)).isEqualTo(hour);
  }

  @Test
  void aDelayIsNeverShorterAndAPeriodNeverLonger() {
    var hour = Duration.ofHours(1);
    assertThat(NodeShare.none().atLeast(hour)).isEqualTo(hour);
    assertThat(new NodeShare(1).atLeast(hour)).isEqualTo(Duration.ofHours(2));
    assertThat(NodeShare.none().atMost(hour)).isEqualTo(hour);
    assertThat(new NodeShare(1).atMost(hour)).isEqualTo(Duration.ofMinutes(30));
  }
}
