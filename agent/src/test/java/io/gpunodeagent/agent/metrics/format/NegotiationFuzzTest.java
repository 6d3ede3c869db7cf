// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Headers of scrapes. */
class NegotiationFuzzTest {

  @FuzzTest
  void headers(byte[] input) {
    var text = new String(input, StandardCharsets.ISO_8859_1);
    Negotiation.format(text, true);
    Negotiation.format(text, false);
    Negotiation.gzip(text);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfHeaders() {
    FuzzInputs.feed(NegotiationFuzzTest.class, "headers", this::headers);
  }
}
