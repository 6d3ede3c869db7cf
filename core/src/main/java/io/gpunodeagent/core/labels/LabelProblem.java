package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.snapshot.OneLine;

/**
 * Something that keeps a label from being told or is wrong with what labels are made of.
 *
 * @param subject the label, the configuration key or the GPU
 * @param value what was found; empty where the rule says it
 * @param rule what holds for it
 * @param remedy the way out, or what the agent does instead
 */
public record LabelProblem(String subject, String value, String rule, String remedy) {

  private static final int LONGEST = 80;

  /** The problem in one line. */
  public String line() {
    return value.isEmpty()
        ? String.join(": ", subject, rule, remedy)
        : String.join(": ", subject, printable(value), rule, remedy);
  }

  private static String printable(String value) {
    return OneLine.cut(value.replaceAll("\\p{Cntrl}", "?"), LONGEST);
  }
}
