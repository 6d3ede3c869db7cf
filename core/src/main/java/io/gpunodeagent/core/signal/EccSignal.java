// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/**
 * ECC errors of one memory, a count.
 *
 * @param error corrected or not
 * @param counter since driver load or over the board's life
 * @param location the memory
 */
public record EccSignal(ErrorType error, Counter counter, Location location)
    implements Signal<Long> {

  /** {@code nvmlMemoryErrorType_t}. */
  public enum ErrorType {
    CORRECTED,
    UNCORRECTED
  }

  /** {@code nvmlEccCounterType_t}. */
  public enum Counter {
    VOLATILE,
    AGGREGATE
  }

  /** {@code nvmlMemoryLocation_t}, in its order. */
  public enum Location {
    L1_CACHE,
    L2_CACHE,
    DEVICE_MEMORY,
    REGISTER_FILE,
    TEXTURE_MEMORY,
    TEXTURE_SHM,
    CBU,
    SRAM
  }

  @Override
  public Cadence cadence() {
    return Cadence.SLOW;
  }

  @Override
  public String source() {
    return "nvmlDeviceGetMemoryErrorCounter";
  }
}
