// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of nvidia-smi: whatever the layout, what is not plain is unknown. */
class SmiAnswerTest {

  private static final String TABLE =
      """
      +-----------------------------------------+
      | GPU compute policies:                   |
      | GPU     Name            Value           |
      |=========================================|
      |   0     Timeslice       Medium          |
      +-----------------------------------------+
      """;

  @Test
  void theTableIsRead() {
    assertThat(SmiAnswer.timeSlice(0, TABLE)).isEqualTo(new Actual.Known("medium"));
  }

  @Test
  void aHeadingMayNameItAboveItsColumn() {
    var table =
        """
        +--------------------------+
        | GPU compute policies:    |
        | GPU     TimeSlice        |
        |==========================|
        |   0     %s               |
        +--------------------------+
        """;
    assertThat(SmiAnswer.timeSlice(0, table.formatted("Long"))).isEqualTo(new Actual.Known("long"));
    assertThat(SmiAnswer.timeSlice(0, table.formatted("N/A")))
        .isInstanceOf(Actual.Unsupported.class);
    assertThat(SmiAnswer.timeSlice(0, table.formatted("Long    Default")))
        .isInstanceOf(Actual.Unknown.class);
    assertThat(SmiAnswer.timeSlice(0, table.formatted("3"))).isInstanceOf(Actual.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Time-slice : SHORT|short",
        "timeslice=long|long",
        "GPU 0: Time Slice policy is Default|default",
        "GPU 00000000:00:1E.0 / Timeslice Config / Short|short",
      })
  void otherLayoutsAreReadToo(String output, String value) {
    assertThat(SmiAnswer.timeSlice(0, output)).isEqualTo(new Actual.Known(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing of the kind",
        "Timeslice",
        "Timeslice 2 ms",
        "Timeslice Default, Timeslice Long",
        "Timeslice Default\nTimeslice Short",
        "Timeslice Defaulted",
        "Short\nTimeslice",
        "\u0001Timeslice Default",
        "Timeslice \uFFFD Default",
      })
  void whatIsNotPlainIsUnknown(String output) {
    assertThat(SmiAnswer.timeSlice(0, output)).isInstanceOf(Actual.Unknown.class);
  }

  @Test
  void anErrorIsNeverAValue() {
    assertThat(SmiAnswer.timeSlice(9, TABLE)).isInstanceOf(Actual.Unknown.class);
    assertThat(SmiAnswer.timeSlice(4, TABLE))
        .isEqualTo(new Actual.Unknown("nvidia-smi lacks the rights, see docs/enforcement.md"));
  }

  @Test
  void notSupportedIsSaidInSeveralWays() {
    assertThat(SmiAnswer.timeSlice(3, "")).isInstanceOf(Actual.Unsupported.class);
    assertThat(SmiAnswer.timeSlice(2, "Invalid combination of input arguments."))
        .isEqualTo(new Actual.Unsupported("this nvidia-smi knows no compute-policy"));
    assertThat(SmiAnswer.timeSlice(0, "| 0 Timeslice [Not Supported] |"))
        .isInstanceOf(Actual.Unsupported.class);
    assertThat(
            SmiAnswer.refused(255, "Failed to set timeslice for requested devices : Not Supported"))
        .isInstanceOf(Actual.Unsupported.class);
  }

  @Test
  void whatIsShownOfAnAnswerIsOneShortLine() {
    var answer = SmiAnswer.timeSlice(0, "x\n".repeat(400));
    assertThat(((Actual.Unknown) answer).reason().lines()).hasSize(1);
    assertThat(((Actual.Unknown) answer).reason()).hasSizeLessThan(220);
  }
}
