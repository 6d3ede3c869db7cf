// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import java.util.Collection;
import java.util.Locale;

/** How a GPU is, from best to worst. */
public enum GpuState {
  /** Everything needed was read and nothing is wrong. */
  HEALTHY,
  /** It works, with less than it should have or with a repair due. */
  DEGRADED,
  /** It is not known. */
  UNKNOWN,
  /** Work on it fails or its results may not be trusted. */
  UNHEALTHY;

  /** The lower-case name in labels and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The worse of the two. */
  public GpuState or(GpuState other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The worst of {@code states}; healthy when there are none. */
  public static GpuState worst(Collection<GpuState> states) {
    return states.stream().reduce(HEALTHY, GpuState::or);
  }
}
