package io.gpunodeagent.agent.cli;

import java.util.List;

/** The input or the environment is at fault. Each message is one line for standard error. */
final class FaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  FaultException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  FaultException(String line) {
    this(List.of(line));
  }

  List<String> lines() {
    return lines;
  }
}
