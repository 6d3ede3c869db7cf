// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import java.io.IOException;

/** Why reading or writing failed, as part of a message. */
public final class IoReason {

  private IoReason() {}

  /** The kind of failure and what the system says, which is often no more than the path. */
  public static String of(IOException failed) {
    var kind = failed.getClass().getSimpleName();
    return failed.getMessage() == null ? kind : kind + ": " + failed.getMessage();
  }
}
