// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.faults;

import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;

/** The agent cannot start here. The message is one line with a way out. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String line;

  public StartException(String line) {
    super(line);
    this.line = line;
  }

  /** A folder for temporary files was refused. */
  public static StartException noTemporaryFolder(IOException refused) {
    return new StartException(
        Problem.of(
                "",
                "java.io.tmpdir",
                System.getProperty("java.io.tmpdir", "/tmp"),
                "cannot hold a temporary folder, " + IoReason.of(refused),
                "set -Djava.io.tmpdir to a folder that can be written")
            .line());
  }

  @Override
  public String getMessage() {
    return line;
  }
}
