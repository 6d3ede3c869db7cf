// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is kept of a collection has a limit. */
class CopyTest {

  private final Copy<String> copy = new Copy<>(10 * 4 * 1024 + 500);

  @Test
  void moreObjectsThanThereIsMemoryForAreRefused() throws ApiException {
    for (var i = 0; i < 10; i++) {
      copy.put(kept("" + i, 10));
    }
    assertThatThrownBy(() -> copy.put(kept("one more", 0)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("11 objects take more than 40 KiB; a larger heap admits more");
  }

  @Test
  void longTextsCount() {
    assertThatThrownBy(() -> copy.put(kept("a", 50_000))).hasMessageContaining("1 objects");
  }

  @Test
  void whatIsReplacedOrForgottenTakesNothing() throws ApiException {
    for (var round = 0; round < 100; round++) {
      copy.put(kept("same", 30_000));
      copy.put(kept("other", 10));
      copy.remove("other");
      copy.remove("never there");
    }
    assertThat(copy.values()).containsExactly("same");
  }

  private static Versioned<String> kept(String uid, int characters) {
    return new Versioned<>(uid, "1", uid, characters);
  }
}
