package io.gpunodeagent.agent.faults;

import io.gpunodeagent.core.snapshot.DriverState;
import java.util.List;

/** The input or the environment is at fault. Each message is one line for standard error. */
public final class FaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  public FaultException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  public FaultException(String line) {
    this(List.of(line));
  }

  /** NVML is not available: what is wrong in one line, with the way out. */
  public static FaultException unavailable(DriverState.Unavailable away) {
    return new FaultException("NVML is not available: " + away.detail() + ": " + away.remedy());
  }

  /** For standard error. */
  public List<String> lines() {
    return lines;
  }
}
