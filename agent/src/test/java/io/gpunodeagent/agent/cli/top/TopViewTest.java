// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.terminal.Key;
import io.gpunodeagent.agent.cli.terminal.Key.Named;
import org.junit.jupiter.api.Test;

class TopViewTest {

  private static final int PAGE = 10;

  private static TopView after(Object... keys) {
    var view = TopView.start();
    for (var key : keys) {
      view =
          switch (key) {
            case Key named -> view.after(named, PAGE);
            default -> typed(view, key.toString());
          };
    }
    return view;
  }

  private static TopView typed(TopView view, String text) {
    var now = view;
    for (int point : text.codePoints().toArray()) {
      now = now.after(new Key.Typed(point), PAGE);
    }
    return now;
  }

  @Test
  void lettersSort() {
    assertThat(after("u").sort()).isEqualTo(Sort.UTIL);
    assertThat(after("m").sort()).isEqualTo(Sort.MEMORY);
    assertThat(after("i").sort()).isEqualTo(Sort.IDLE);
    assertThat(after("p").sort()).isEqualTo(Sort.POWER);
    assertThat(after("pg").sort()).isEqualTo(Sort.GPU);
  }

  @Test
  void aFilterTakesLettersUntilEnter() {
    var view = after("/quiet", Named.ENTER);
    assertThat(view.filter()).isEqualTo("quiet");
    assertThat(view.quit()).isFalse();
    assertThat(view.typing()).isFalse();
    assertThat(after("/abc", Named.BACKSPACE, Named.BACKSPACE).filter()).isEqualTo("a");
    assertThat(after("/abc", Named.ENTER, Named.ESCAPE).filter()).isEmpty();
  }

  @Test
  void aFilterIgnoresCase() {
    assertThat(after("/TRAIN").shows("research/train-0")).isTrue();
    assertThat(after("/train").shows("serving/chat")).isFalse();
  }

  @Test
  void scrollingStaysWithinTheRows() {
    assertThat(after(Named.UP).scroll()).isZero();
    assertThat(after("jj", Named.DOWN, "k").scroll()).isEqualTo(2);
    assertThat(after(Named.PAGE_DOWN, Named.PAGE_DOWN, Named.PAGE_UP).scroll()).isEqualTo(PAGE);
    assertThat(after(Named.END).within(7).scroll()).isEqualTo(7);
    assertThat(after(Named.END, Named.HOME).scroll()).isZero();
  }

  @Test
  void quittingHasThreeKeys() {
    assertThat(after("q").quit()).isTrue();
    assertThat(after(Named.INTERRUPT).quit()).isTrue();
    assertThat(after("/x", Named.INTERRUPT).quit()).isTrue();
  }

  @Test
  void helpAndPauseAreSwitches() {
    assertThat(after("?").help()).isTrue();
    assertThat(after("hh").help()).isFalse();
    assertThat(after("?", Named.ESCAPE).help()).isFalse();
    assertThat(after(" ").paused()).isTrue();
    assertThat(after("  ").paused()).isFalse();
  }
}
