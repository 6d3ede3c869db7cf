// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.faults;

import org.jspecify.annotations.Nullable;

/** Looks through what an exception was caused by. */
public final class Causes {

  private Causes() {}

  /** Whether {@code failed} or any of its causes is of {@code kind}. */
  public static boolean include(Throwable failed, Class<? extends Throwable> kind) {
    for (@Nullable Throwable each = failed; each != null; each = each.getCause()) {
      if (kind.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
