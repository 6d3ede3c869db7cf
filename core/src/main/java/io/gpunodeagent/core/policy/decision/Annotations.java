// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

/** Annotations by which the owner of a pod has a say. */
public final class Annotations {

  /** A date such as {@code 2026-12-31} or an instant in RFC 3339: until then nothing is done. */
  public static final String EXEMPT_UNTIL = "gpu-node-agent.io/exempt-until";

  /**
   * A duration such as {@code 4h}: lengthens the rule's {@code idleAfter}, where it allows that.
   */
  public static final String IDLE_AFTER = "gpu-node-agent.io/idle-after";

  private Annotations() {}
}
