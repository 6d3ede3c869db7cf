// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Calls that may need root ({@code nvmlRestrictedAPI_t}). */
public enum NvmlRestrictedApi {
  /** Setting the clocks for applications; deprecated in the header. */
  SET_APPLICATION_CLOCKS(0),

  /** Switching on or off that clocks rise automatically. */
  SET_AUTO_BOOSTED_CLOCKS(1);

  private final int value;

  NvmlRestrictedApi(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
