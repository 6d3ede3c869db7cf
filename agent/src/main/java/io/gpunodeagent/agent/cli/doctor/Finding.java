package io.gpunodeagent.agent.cli.doctor;

/**
 * One line of {@code doctor}.
 *
 * @param good whether it is as it should be
 * @param subject what was looked at
 * @param detail what was found
 * @param cost what is lost as it is, or empty when nothing
 */
public record Finding(boolean good, String subject, String detail, String cost) {

  public static Finding good(String subject, String detail) {
    return new Finding(true, subject, detail, "");
  }

  /** Something that is not here and need not be. */
  static Finding without(String subject, String detail, String cost) {
    return new Finding(true, subject, detail, cost);
  }

  public static Finding missing(String subject, String detail, String cost) {
    return new Finding(false, subject, detail, cost);
  }
}
