// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadingTextTest {

  @Test
  void aFigureAndItsLimitAreEachShownWhereTheyAreKnown() {
    assertThat(ReadingText.ofLimit(Optional.of("30.0"), Optional.of("45.0"), " GiB"))
        .isEqualTo("30.0 / 45.0 GiB");
    assertThat(ReadingText.ofLimit(Optional.of("30.0"), Optional.empty(), " GiB"))
        .isEqualTo("30.0 GiB");
    assertThat(ReadingText.ofLimit(Optional.empty(), Optional.of("45.0"), " GiB"))
        .isEqualTo("- / 45.0 GiB");
    assertThat(ReadingText.ofLimit(Optional.empty(), Optional.empty(), " GiB")).isEqualTo("-");
  }
}
