// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.plugin;

import java.util.Locale;

/** How MIG devices are offered as resources: the device plugin's {@code migStrategy}. */
public enum MigStrategy {
  /** GPUs only; MIG is not looked at. */
  NONE,
  /** All MIG devices of the node are alike and are offered as GPUs. */
  SINGLE,
  /** One resource a MIG profile, beside the GPUs. */
  MIXED;

  /** Its name in configuration and labels. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
