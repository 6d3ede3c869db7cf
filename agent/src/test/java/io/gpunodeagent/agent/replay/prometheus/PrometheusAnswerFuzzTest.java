// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.core.replay.Figure;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of a Prometheus, or of what answers at its address. */
class PrometheusAnswerFuzzTest {

  @FuzzTest
  void samples(byte[] input) throws IOException {
    var found = new ArrayList<>();
    try {
      var body = new ByteArrayInputStream(input);
      PrometheusJson.read(
          body, answer -> answer.matrix(Figure.GPU_UTILIZATION, 0, Long.MAX_VALUE, found::add));
    } catch (JsonProcessingException | CharConversionException refused) {
      assertThat(found).hasSizeLessThan(input.length + 1);
    }
  }

  @FuzzTest
  void labels(byte[] input) throws IOException {
    try {
      PrometheusJson.read(new ByteArrayInputStream(input), answer -> answer.labels(_ -> {}));
    } catch (JsonProcessingException | CharConversionException refused) {
      assertThat(refused).isNotNull();
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfSamples() {
    FuzzInputs.feed(PrometheusAnswerFuzzTest.class, "samples", this::samples);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfLabels() {
    FuzzInputs.feed(PrometheusAnswerFuzzTest.class, "labels", this::labels);
  }
}
