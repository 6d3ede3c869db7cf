// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LookTest {

  @Test
  void aTerminalHasControlAndColour() {
    assertThat(Look.of(Map.of("TERM", "xterm-256color", "LANG", "C.UTF-8"), true))
        .isEqualTo(new Look(true, true, true));
  }

  @Test
  void whatIsNoTerminalHasNone() {
    assertThat(Look.of(Map.of("TERM", "xterm"), false)).isEqualTo(new Look(false, false, false));
    assertThat(Look.of(Map.of("TERM", "dumb"), true).control()).isFalse();
    assertThat(Look.of(Map.of(), true).control()).as("kubectl exec -it gives none").isTrue();
  }

  @Test
  void noColorTakesColourAlone() {
    assertThat(Look.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true))
        .isEqualTo(new Look(true, false, false));
  }

  @Test
  void theFirstVariableThatIsSetDecidesOfTheCharacters() {
    assertThat(Look.of(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"), true).unicode()).isFalse();
    assertThat(Look.of(Map.of("LC_ALL", "", "LC_CTYPE", "en_US.utf8"), true).unicode()).isTrue();
  }

  @Test
  void aLevelShowsAnyUseAtAll() {
    var ascii = new Look(true, true, false);
    assertThat(ascii.level(0)).isEqualTo(" ");
    assertThat(ascii.level(0.001)).isEqualTo(".");
    assertThat(ascii.level(2)).isEqualTo("@");
  }
}
