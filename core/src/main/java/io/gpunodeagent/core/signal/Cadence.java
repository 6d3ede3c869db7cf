// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.signal;

/** How often a signal is read. */
public enum Cadence {
  /** On every pass. */
  PASS,
  /**
   * On the slow period: values that change slowly, or calls that block (PCIe throughput: 20 ms).
   */
  SLOW,
  /** Once per enumeration of the GPU: identity and fixed capabilities. */
  STATIC
}
