// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.util.Optional;

/**
 * The health of a GPU in its fabric; each bit field answers one question. An empty answer means
 * that the driver does not report it.
 *
 * @param mask the bit fields, as NVML gives them
 */
public record NvmlFabricHealth(long mask) {
  /** {@return whether some links do not work} */
  public Optional<Boolean> degradedBandwidth() {
    return answer(0);
  }

  /** {@return whether routes are being recovered now} */
  public Optional<Boolean> routeRecovery() {
    return answer(2);
  }

  /** {@return whether a route does not work} */
  public Optional<Boolean> routeUnhealthy() {
    return answer(4);
  }

  /** {@return whether the fabric is recovering from an access that timed out} */
  public Optional<Boolean> accessTimeoutRecovery() {
    return answer(6);
  }

  /**
   * {@return what is wrong with the configuration, {@link NvmlFabricConfiguration#NONE} if nothing
   * is}
   */
  public Optional<NvmlFabricConfiguration> incorrectConfiguration() {
    int code = (int) (mask >> 8 & 0xF);
    return code == 0 ? Optional.empty() : Optional.of(new NvmlFabricConfiguration(code));
  }

  /** {@return whether the GPU is assigned to a partition} */
  public Optional<Boolean> partitionAssigned() {
    return answer(12);
  }

  /**
   * {@return whether the fabric manager of all machines is connected; drivers report it from 615
   * on}
   */
  public Optional<Boolean> managerConnected() {
    return answer(14);
  }

  /** Two bits: 1 is yes, 2 is no. */
  private Optional<Boolean> answer(int shift) {
    return switch ((int) (mask >> shift & 3)) {
      case 1 -> Optional.of(true);
      case 2 -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
