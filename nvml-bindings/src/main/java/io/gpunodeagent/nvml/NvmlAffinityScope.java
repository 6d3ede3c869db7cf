// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** The scope within which CPUs and memory are near to a GPU ({@code nvmlAffinityScope_t}). */
public enum NvmlAffinityScope {
  /** The NUMA node of the GPU. */
  NODE(0),

  /** The processor socket of the GPU. */
  SOCKET(1);

  private final int value;

  NvmlAffinityScope(int value) {
    this.value = value;
  }

  /** {@return the number that NVML uses} */
  public int value() {
    return value;
  }
}
