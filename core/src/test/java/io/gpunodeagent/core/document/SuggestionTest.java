// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SuggestionTest {

  @Test
  void aThirdOfTheLettersMayDiffer() {
    assertThat(Suggestion.nearest("sampling.perod", List.of("sampling.period", "web.port")))
        .contains("sampling.period");
    assertThat(Suggestion.nearest("Prot", List.of("port"))).isEmpty();
    assertThat(Suggestion.nearest("POR", List.of("port"))).contains("port");
  }

  /** A file of a megabyte may be one key: comparing that letter by letter would take minutes. */
  @Test
  @Timeout(10)
  void aTextFarTooLongIsNearNothing() {
    var known = Collections.nCopies(1_000, "DCGM_FI_PROF_GR_ENGINE_ACTIVE");
    assertThat(Suggestion.nearest("D".repeat(1 << 20), known)).isEmpty();
  }
}
