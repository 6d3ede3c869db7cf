package io.gpunodeagent.nvml;

import java.util.Optional;

/**
 * The health of a GPU in its fabric, one question a bit field. An empty answer means that the
 * driver does not tell.
 *
 * @param mask as NVML gives it
 */
public record NvmlFabricHealth(long mask) {
  /** Whether some links do not work. */
  public Optional<Boolean> degradedBandwidth() {
    return answer(0);
  }

  /** Whether routes are being restored now. */
  public Optional<Boolean> routeRecovery() {
    return answer(2);
  }

  /** Whether a route is broken. */
  public Optional<Boolean> routeUnhealthy() {
    return answer(4);
  }

  /** Whether the fabric recovers from a timed-out access. */
  public Optional<Boolean> accessTimeoutRecovery() {
    return answer(6);
  }

  /** What is wrong with the GPU's place, {@link NvmlFabricConfiguration#NONE} if nothing is. */
  public Optional<NvmlFabricConfiguration> incorrectConfiguration() {
    int code = (int) (mask >> 8 & 0xF);
    return code == 0 ? Optional.empty() : Optional.of(new NvmlFabricConfiguration(code));
  }

  /** Whether the GPU belongs to a partition, as it should. */
  public Optional<Boolean> partitionAssigned() {
    return answer(12);
  }

  /** Whether the fabric manager of all machines is connected; drivers from 615 tell. */
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
