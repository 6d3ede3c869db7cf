// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
}
