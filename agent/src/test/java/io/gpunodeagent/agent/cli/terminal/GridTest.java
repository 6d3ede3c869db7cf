// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.cli.terminal.Grid.Column;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {

  private static final Look LOOK = new Look(false, false, true);

  private static Grid grid() {
    var grid =
        new Grid(
            List.of(
                new Column("ID", 3, 6, 1),
                new Column("USE", 6, 20, 2),
                new Column("PAST", 5, 30, 4),
                new Column("NAME", 8, 40, 3)));
    grid.row(
        List.of(
            Cell.number("1"),
            new Cell.Bar(OptionalDouble.of(0.5), "50%"),
            new Cell.History(List.of(OptionalDouble.of(0.1), OptionalDouble.empty())),
            Cell.text("学習-with-a-name-that-is-much-too-long-for-any-column")));
    grid.row(List.of(Cell.number("22")), Style.BAD, "nothing is known of it, for a long reason");
    return grid;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9, 12, 20, 30, 40, 80, 120, 300})
  void noLineIsWiderThanThePlace(int width) {
    assertThat(grid().lines(width, LOOK))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(width));
  }

  @Test
  void theLeastImportantColumnGoesFirst() {
    assertThat(grid().lines(20, LOOK).getFirst().plain()).contains("ID", "USE", "NAME");
    assertThat(grid().lines(20, LOOK).getFirst().plain()).doesNotContain("PAST");
    assertThat(grid().lines(12, LOOK).getFirst().plain()).doesNotContain("NAME");
  }

  @Test
  void aNoteTakesThePlaceOfTheOtherCells() {
    assertThat(grid().lines(60, LOOK).getLast().plain())
        .isEqualTo(" 22 nothing is known of it, for a long reason");
  }

  @Test
  void whatIsLeftOverGoesToBars() {
    var wide = grid().lines(120, LOOK).get(1).plain();
    assertThat(wide).contains("████████").contains("50%").contains("▁·");
  }

  @Test
  void barsOfAColumnHaveOneLength() {
    var grid = new Grid(List.of(new Column("USE", 12, 12, 1)));
    grid.row(List.of(new Cell.Bar(OptionalDouble.of(1), "100%")));
    grid.row(List.of(new Cell.Bar(OptionalDouble.of(1), "9%")));
    assertThat(grid.lines(12, LOOK).stream().map(Line::plain))
        .containsExactly("USE", "███████ 100%", "███████   9%");
  }
}
