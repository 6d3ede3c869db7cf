package io.gpunodeagent.agent.faults;

/** The agent cannot start here. The message is one line with a way out. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String line;

  public StartException(String line) {
    super(line);
    this.line = line;
  }

  @Override
  public String getMessage() {
    return line;
  }
}
