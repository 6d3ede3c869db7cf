// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.slices;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.core.FuzzInputs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** ResourceSlices, of which each driver writes its own. */
class SliceFuzzTest {

  @FuzzTest
  void slice(byte[] input) {
    try (var json = JsonReader.FACTORY.createParser(input)) {
      json.nextToken();
      SliceReader.read(json);
    } catch (IOException refused) {
      FuzzInputs.requireLine(ApiException.unusable(ApiException.reasonOf(refused)).reason());
    }
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfSlice() {
    FuzzInputs.feed(SliceFuzzTest.class, "slice", this::slice);
  }
}
