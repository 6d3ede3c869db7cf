// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Annotations of HAMi, which anybody who creates pods can write. */
class HamiDevicesFuzzTest {

  @FuzzTest
  void annotation(byte[] input) {
    HamiDevices.parse(new String(input, StandardCharsets.UTF_8));
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfAnnotation() {
    FuzzInputs.feed(HamiDevicesFuzzTest.class, "annotation", this::annotation);
  }
}
