// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.faults;

import io.gpunodeagent.core.snapshot.DriverState;
import java.util.List;

/** The input or the environment is at fault. Each message is one line for standard error. */
public final class FaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;
  private final boolean usage;

  public FaultException(List<String> lines) {
    this(lines, false);
  }

  private FaultException(List<String> lines, boolean usage) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
    this.usage = usage;
  }

  /** A command line that is wrong, and nothing else. */
  public static FaultException ofUsage(List<String> lines) {
    return new FaultException(lines, true);
  }

  public FaultException(String line) {
    this(List.of(line));
  }

  /** NVML is not available: what is wrong in one line, with the way out. */
  public static FaultException unavailable(DriverState.Unavailable away) {
    return new FaultException("NVML is not available: " + away.detail() + ": " + away.remedy());
  }

  /** Whether the command line is wrong. */
  public boolean usage() {
    return usage;
  }

  /** For standard error. */
  public List<String> lines() {
    return lines;
  }
}
