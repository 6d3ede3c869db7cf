// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.logging;

/**
 * Lines that were dropped because the log was not read.
 *
 * @param audit of the audit log
 * @param other all others
 */
public record LostLines(long audit, long other) {

  /** No line. */
  public static LostLines none() {
    return new LostLines(0, 0);
  }

  /** With one more line of the audit log, or one more of the others. */
  LostLines and(boolean auditLine) {
    return auditLine ? new LostLines(audit + 1, other) : new LostLines(audit, other + 1);
  }

  /** Those that are not in {@code before}. */
  LostLines since(LostLines before) {
    return new LostLines(audit - before.audit, other - before.other);
  }

  boolean any() {
    return audit > 0 || other > 0;
  }
}
