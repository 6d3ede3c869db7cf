// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.agent.api.HistoryQuery.WrongParameterException;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parameters of a request. */
class HistoryQueryFuzzTest {

  @FuzzTest
  void parameters(byte[] input) {
    Map<String, List<String>> parameters =
        Arrays.stream(new String(input, StandardCharsets.UTF_8).split("&", -1))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.groupingBy(
                    pair -> pair[0],
                    Collectors.mapping(pair -> pair[pair.length - 1], Collectors.toList())));
    try {
      HistoryQuery.of(parameters);
    } catch (WrongParameterException refused) {
      FuzzInputs.requireLine(String.valueOf(refused.getMessage()));
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfParameters() {
    FuzzInputs.feed(HistoryQueryFuzzTest.class, "parameters", this::parameters);
  }
}
