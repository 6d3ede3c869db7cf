// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Whether a device is held, and used. The lower-case name is what people read. */
public enum DeviceState {
  /** Held, and a holder uses it. */
  ACTIVE,
  /** Held, and nobody has used it: proven. */
  IDLE,
  /** Held without proof of use or rest, or nobody knows whether it is held. */
  UNKNOWN,
  /** Nobody holds it. */
  FREE;

  /** The state of this name; unknown when there is none. */
  static DeviceState of(String label) {
    return Arrays.stream(values())
        .filter(state -> state.label().equals(label))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The state of a device with such parts or holders: free only when all are. */
  public static DeviceState of(Collection<DeviceState> parts) {
    if (parts.contains(ACTIVE)) {
      return ACTIVE;
    }
    if (parts.contains(UNKNOWN)) {
      return UNKNOWN;
    }
    return parts.contains(IDLE) ? IDLE : FREE;
  }

  /** The lower-case name. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
