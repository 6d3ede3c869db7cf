// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import java.util.Locale;

/** What of a GPU can be set. The lower-case name is a label value. */
public enum Field {
  /**
   * How long the driver lets one context run before the next: {@code nvidia-smi compute-policy}.
   */
  TIME_SLICE,
  /** How many processes may hold a compute context: {@code nvmlDeviceSetComputeMode}. */
  COMPUTE_MODE;

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
