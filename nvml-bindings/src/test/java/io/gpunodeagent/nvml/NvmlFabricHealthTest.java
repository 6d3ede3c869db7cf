// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlFabricHealthTest {
  /** The values of the header for a fault, and for its absence. */
  @ParameterizedTest
  @CsvSource({"0", "2", "4", "6", "12", "14"})
  void oneIsYesAndTwoIsNo(int shift) {
    assertThat(question(shift).apply(new NvmlFabricHealth(1L << shift))).contains(true);
    assertThat(question(shift).apply(new NvmlFabricHealth(2L << shift))).contains(false);
    assertThat(question(shift).apply(new NvmlFabricHealth(~(3L << shift)))).isEmpty();
    assertThat(question(shift).apply(new NvmlFabricHealth(0))).isEmpty();
  }

  private static Function<NvmlFabricHealth, Optional<Boolean>> question(int shift) {
    return switch (shift) {
      case 0 -> NvmlFabricHealth::degradedBandwidth;
      case 2 -> NvmlFabricHealth::routeRecovery;
      case 4 -> NvmlFabricHealth::routeUnhealthy;
      case 6 -> NvmlFabricHealth::accessTimeoutRecovery;
      case 12 -> NvmlFabricHealth::partitionAssigned;
      default -> NvmlFabricHealth::managerConnected;
    };
  }

  @Test
  void theConfigurationIsANumberOfItsOwn() {
    assertThat(new NvmlFabricHealth(0x100).incorrectConfiguration())
        .contains(NvmlFabricConfiguration.NONE);
    assertThat(new NvmlFabricHealth(0x400).incorrectConfiguration())
        .contains(NvmlFabricConfiguration.NO_PARTITION);
    assertThat(new NvmlFabricHealth(0xF00).incorrectConfiguration())
        .contains(new NvmlFabricConfiguration(15));
    assertThat(new NvmlFabricHealth(0xF0FF).incorrectConfiguration()).isEmpty();
  }
}
