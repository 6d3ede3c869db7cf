package io.gpunodeagent.agent.persistence;

/** A file that is not what this agent wrote; the message is one line that says what is wrong. */
final class UnusableException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 200;

  private final String line;

  UnusableException(String line) {
    super(line);
    var bounded = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    this.line = bounded.replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public String getMessage() {
    return line;
  }
}
