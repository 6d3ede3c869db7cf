// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/**
 * Errors of one NVLink since driver load, a count. Not supported from NVLink 5 on.
 *
 * @param link 0 to 35
 * @param counter which errors
 */
public record NvLinkErrorSignal(int link, Counter counter) implements Signal<Long> {

  /** {@code nvmlNvLinkErrorCounter_t}, in its order. */
  public enum Counter {
    REPLAY,
    RECOVERY,
    CRC_FLIT,
    CRC_DATA,
    ECC_DATA
  }

  @Override
  public Cadence cadence() {
    return Cadence.SLOW;
  }

  @Override
  public String source() {
    return "nvmlDeviceGetNvLinkErrorCounter";
  }
}
