// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.terminal.Key.Named;
import io.gpunodeagent.agent.cli.terminal.Key.Typed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyBytesTest {

  private static List<Key> of(String bytes) {
    return KeyBytes.of(bytes.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void charactersAreThemselves() {
    assertThat(of("qß")).containsExactly(new Typed('q'), new Typed('ß'));
  }

  @Test
  void sequencesAreOneKeyEach() {
    assertThat(of("\u001b[A\u001bOB\u001b[5~\u001b[6~\u001b[H\u001b[4~x"))
        .containsExactly(
            Named.UP,
            Named.DOWN,
            Named.PAGE_UP,
            Named.PAGE_DOWN,
            Named.HOME,
            Named.END,
            new Typed('x'));
  }

  @Test
  void aLoneEscapeIsAKey() {
    assertThat(of("\u001b")).containsExactly(Named.ESCAPE);
  }

  @Test
  void anUnknownSequenceTypesNothing() {
    assertThat(of("\u001b[1;5Cq")).containsExactly(Named.OTHER, new Typed('q'));
    assertThat(of("\u001b[")).containsExactly(Named.OTHER);
  }

  @Test
  void controlCharactersAreKeys() {
    assertThat(of("\u0003\u0004\r\n\u007f\b\u0001"))
        .containsExactly(
            Named.INTERRUPT,
            Named.INTERRUPT,
            Named.ENTER,
            Named.ENTER,
            Named.BACKSPACE,
            Named.BACKSPACE,
            Named.OTHER);
  }
}
