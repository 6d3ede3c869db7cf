// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gpunodeagent.core.FuzzInputs;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Device ids of the kubelet: any text is an id of some kind. */
class DeviceIdsFuzzTest {

  @FuzzTest
  void ids(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    var parsed = DeviceIds.parse(text);
    assertThat(parsed.replica().orElse(0)).isNotNegative();
    assertThat(DeviceIds.parse(text)).isEqualTo(parsed);
    DeviceIds.draDeviceOfCdi(text);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfIds() {
    FuzzInputs.feed(DeviceIdsFuzzTest.class, "ids", this::ids);
  }
}
