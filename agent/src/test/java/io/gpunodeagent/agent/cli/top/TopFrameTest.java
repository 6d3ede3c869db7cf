// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.overview.DeviceState;
import io.gpunodeagent.agent.cli.overview.ShownState;
import io.gpunodeagent.agent.cli.terminal.Key;
import io.gpunodeagent.agent.cli.terminal.Line;
import io.gpunodeagent.agent.cli.terminal.Look;
import io.gpunodeagent.agent.cli.terminal.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TopFrameTest {

  private static final Look LOOK = new Look(true, true, true);
  private static final Size USUAL = new Size(120, 40);

  private static ShownState node() {
    return new ShownNode()
        .gpu(97, "train-0", DeviceState.ACTIVE, Duration.ZERO)
        .evicted("notebook-0", Duration.ofMinutes(41), Duration.ofMinutes(12))
        .gpu(3, "batch-0", DeviceState.UNKNOWN, Duration.ofMinutes(2))
        .free()
        .lost("lost, code 15")
        .taken("intruder-0")
        .build();
  }

  private static List<String> shown(ShownState node, TopView view, Size size) {
    return TopFrame.of(node, view, new UtilizationHistory(), Optional.empty(), size, LOOK)
        .lines()
        .stream()
        .map(Line::plain)
        .toList();
  }

  private static TopView typed(String keys) {
    var view = TopView.start();
    for (int point : keys.codePoints().toArray()) {
      view = view.after(new Key.Typed(point), 10);
    }
    return view;
  }

  @Test
  void theFirstTwoLinesTellTheNode() {
    assertThat(shown(node(), TopView.start(), USUAL))
        .startsWith(
            "node-7  6 GPUs: 3 held (1 active, 1 idle, 2 unknown), 2 free  1500/3500 W",
            "1 wrong: GPU 4: lost, code 15");
  }

  @Test
  void aGpuWithoutReadingHasItsRowAndItsReason() {
    assertThat(shown(node(), TopView.start(), USUAL))
        .anyMatch(line -> line.matches("4 +lost +unhealthy no reading: lost, code 15"));
  }

  @Test
  void aHolderHasItsIdleTimeAndItsNextStep() {
    assertThat(shown(node(), TopView.start(), USUAL))
        .anyMatch(
            line -> line.matches("research/notebook-0 +1 +idle +41m evict in 12m \\(dry run\\).*"));
  }

  @Test
  void useThatNobodyWasGivenStandsOut() {
    assertThat(shown(node(), TopView.start(), USUAL))
        .anyMatch(line -> line.matches("5 .*taken by research/intruder-0"));
  }

  @Test
  void aFilterKeepsGpusOfItsPods() {
    var lines = shown(node(), typed("/notebook"), USUAL);
    assertThat(lines).anyMatch(line -> line.startsWith("1 "));
    assertThat(lines).noneMatch(line -> line.contains("train-0"));
    assertThat(shown(node(), typed("/no-such-pod"), USUAL))
        .anyMatch(line -> line.startsWith("GPU 4: "))
        .noneMatch(line -> line.contains("research/"));
  }

  @Test
  void idleFirstWhenSortedByIt() {
    var lines = shown(node(), typed("i"), USUAL);
    var heading = lines.stream().filter(line -> line.startsWith("HOLDER")).findFirst();
    int at = lines.indexOf(heading.orElseThrow());
    assertThat(lines.get(at + 1)).startsWith("research/notebook-0");
    assertThat(lines.get(3)).startsWith("1 ");
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40", "200,60", "40,10", "20,5", "1,1"})
  void aFrameHasExactlyTheSizeOfTheScreen(int columns, int rows) {
    for (var view : List.of(TopView.start(), typed("?"), typed("/x"), typed("jjjjjj"))) {
      var frame =
          TopFrame.of(
              node(),
              view,
              new UtilizationHistory(),
              Optional.empty(),
              new Size(columns, rows),
              LOOK);
      assertThat(frame.lines())
          .hasSizeLessThanOrEqualTo(rows)
          .allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(columns));
    }
  }

  @Test
  void scrollingShowsEveryRowOnce() {
    var size = new Size(80, 10);
    var whole = shown(node(), TopView.start(), new Size(80, 100));
    var last = typed("j".repeat(50));
    var frame = TopFrame.of(node(), last, new UtilizationHistory(), Optional.empty(), size, LOOK);
    var lines = frame.lines().stream().map(Line::plain).toList();
    assertThat(lines.get(8))
        .isEqualTo(whole.stream().filter(line -> line.contains("GPU 4: ")).toList().getLast());
    assertThat(frame.scrollable()).isPositive();
  }

  /** Names that would clear the screen, change its title, or shift what stands behind them. */
  static Stream<String> hostile() {
    return Stream.of(
        "\u001b[2J\u001b[Hgone",
        "\u009b?1049l",
        "a\r\nb",
        "e\u0301\u0301\u0301",
        "\u202eevil",
        "学習🔥");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileNamesAreTextAndKeepTheColumns(String name) {
    var node =
        new ShownNode()
            .named(name)
            .gpu(97, name, DeviceState.ACTIVE, Duration.ZERO)
            .gpu(97, "plain", DeviceState.ACTIVE, Duration.ZERO)
            .lost(name)
            .build();
    var lines =
        TopFrame.of(node, TopView.start(), new UtilizationHistory(), Optional.empty(), USUAL, LOOK)
            .lines();
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line.plain().codePoints()).noneMatch(Character::isISOControl));
    var holders =
        lines.stream().filter(line -> line.plain().matches("research/.* active .*")).toList();
    assertThat(holders).hasSize(2);
    assertThat(holders.getFirst().width()).isEqualTo(holders.getLast().width());
  }
}
