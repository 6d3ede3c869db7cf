// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

/**
 * One line of {@code doctor}.
 *
 * @param good whether it is as it should be
 * @param subject what was looked at
 * @param detail what was found
 * @param cost what is lost as it is, or empty when nothing
 * @param fix what to do about it; empty text when nothing needs to be done
 */
public record CheckResult(boolean good, String subject, String detail, String cost, String fix) {

  public static CheckResult good(String subject, String detail) {
    return new CheckResult(true, subject, detail, "", "");
  }

  /** Something that is not here and need not be. */
  static CheckResult without(String subject, String detail, String cost) {
    return new CheckResult(true, subject, detail, cost, "");
  }

  /** Something that is to be mended. */
  public static CheckResult missing(String subject, String detail, String cost, String fix) {
    return new CheckResult(false, subject, detail, cost, fix);
  }
}
