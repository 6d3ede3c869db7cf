package io.gpunodeagent.agent.web;

/** An address or a file that the server cannot use. The message is one line with a way out. */
public final class WebSetupException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String line;

  WebSetupException(String key, Object value, String rule, String remedy) {
    line = key + ": " + value + ": " + rule + ": " + remedy;
  }

  @Override
  public String getMessage() {
    return line;
  }
}
