// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.loop.OngoingProblems;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** Writes a file again and again; a failure is logged when it begins and when it is over. */
final class LoggedWrites {

  private static final String WRITING = "writing";

  private final System.Logger log;
  private final String loss;
  private final OngoingProblems problems = new OngoingProblems();

  /**
   * Writes that {@code log} reports on.
   *
   * @param loss what it costs while the file cannot be written
   */
  LoggedWrites(System.Logger log, String loss) {
    this.log = log;
    this.loss = loss;
  }

  /** A write that may fail. */
  interface Write {
    void run() throws IOException;
  }

  /** Writes {@code path}; returns whether that was done. */
  boolean attempt(Path path, Write write) {
    try {
      write.run();
      if (problems.ends(WRITING)) {
        log.log(Level.INFO, "Writes {0} again", path);
      }
      return true;
    } catch (IOException failed) {
      if (problems.begins(WRITING)) {
        log.log(Level.WARNING, "Cannot write {0}: {1}: {2}", path, IoReason.of(failed), loss);
      }
      return false;
    }
  }
}
