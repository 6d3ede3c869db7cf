// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.node;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.core.FuzzInputs;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers about the own Node. */
class NodeFuzzTest {

  @FuzzTest
  void node(byte[] input) {
    try {
      NodeParser.parse(input, "GpuHealthy");
    } catch (ApiException refused) {
      FuzzInputs.requireLine(refused.reason());
    }
  }

  @FuzzTest
  void feature(byte[] input) {
    try {
      NodeFeatureParser.parse(input, "node-a");
    } catch (ApiException refused) {
      FuzzInputs.requireLine(refused.reason());
    }
  }

  @FuzzTest
  void refusal(byte[] input) {
    for (int status : new int[] {403, 409, 422, 429, 503}) {
      FuzzInputs.requireLine(
          switch (RefusalReader.answer(status, input, Duration.ZERO)) {
            case NodeAnswer.Conflict conflict -> conflict.reason();
            case NodeAnswer.Invalid invalid -> invalid.reason();
            case NodeAnswer.Forbidden forbidden -> forbidden.reason();
            case NodeAnswer.TooMany tooMany -> tooMany.reason();
            case NodeAnswer.Unavailable unavailable -> unavailable.reason();
            case NodeAnswer.Seen _, NodeAnswer.Done _ -> throw new AssertionError("no refusal");
          });
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfNode() {
    FuzzInputs.feed(NodeFuzzTest.class, "node", this::node);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfFeature() {
    FuzzInputs.feed(NodeFuzzTest.class, "feature", this::feature);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfRefusal() {
    FuzzInputs.feed(NodeFuzzTest.class, "refusal", this::refusal);
  }
}
