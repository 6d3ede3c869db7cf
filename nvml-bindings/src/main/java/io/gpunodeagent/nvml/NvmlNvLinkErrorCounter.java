// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** An error counter of one NVLink ({@code nvmlNvLinkErrorCounter_t}). */
public enum NvmlNvLinkErrorCounter {
  /** Packets that were sent again. */
  DL_REPLAY(0),

  /** Recoveries of the link. */
  DL_RECOVERY(1),

  /** Received flow control units with a wrong checksum. */
  DL_CRC_FLIT(2),

  /** Received data with a wrong checksum. */
  DL_CRC_DATA(3),

  /** Received data in which ECC found an error. */
  DL_ECC_DATA(4);

  private final int value;

  NvmlNvLinkErrorCounter(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
