// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotatingTest {

  @Test
  void whatIsAskedForEachRoundIsMadeOnce() {
    var made = new ArrayList<String>();
    var cache = new Rotating<String, String>();
    for (int round = 0; round < 5; round++) {
      assertThat(cache.get("a", key -> made(key, made))).isEqualTo("made a");
      cache.turn();
    }
    assertThat(made).containsExactly("a");
  }

  @Test
  void whatIsNotAskedForInARoundIsForgotten() {
    var made = new ArrayList<String>();
    var cache = new Rotating<String, String>();
    for (int round = 0; round < 1000; round++) {
      cache.get("pod-" + round, key -> made(key, made));
      cache.turn();
      assertThat(cache.size()).isEqualTo(1);
    }
    assertThat(cache.get("pod-0", key -> made(key, made))).isEqualTo("made pod-0");
    assertThat(made).hasSize(1001);
  }

  private static String made(String key, List<String> made) {
    made.add(key);
    return "made " + key;
  }
}
