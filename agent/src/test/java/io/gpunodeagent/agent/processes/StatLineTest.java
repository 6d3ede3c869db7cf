// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatLineTest {

  private static final String AFTER_STATE =
      " 1 7 7 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 64 0 987654 9 9 18446744073709551615 1\n";

  @ParameterizedTest
  @ValueSource(strings = {"python", "x) R 1 1", ") Z (", "(", "a b\tc", "", "naïve \"quoted\""})
  void theStartIsFoundWhateverTheCommand(String command) {
    assertThat(parse("42 (" + command + ") S" + AFTER_STATE))
        .contains(new StatLine(command, 'S', 987654));
  }

  @Test
  void aZombieIsDead() {
    assertThat(parse("42 (x) Z" + AFTER_STATE)).map(StatLine::dead).contains(true);
    assertThat(parse("42 (x) R" + AFTER_STATE)).map(StatLine::dead).contains(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "42",
        "42 (x",
        "42 (x)",
        "42 (x) ",
        "42 )x( S 1",
        "42 (x) S 1 2 3",
        "42 (x) S 1 7 7 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 64 0 x",
        "42 (x) S 1 7 7 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 64 0 -5",
        "42 (x) S 1 7 7 0 -1 4194560 10 0 0 0 1 2 0 0 20 0 64 0 99999999999999999999"
      })
  void anythingElseIsRefused(String text) {
    assertThat(parse(text)).isEmpty();
  }

  private static Optional<StatLine> parse(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return StatLine.parse(bytes, bytes.length);
  }
}
