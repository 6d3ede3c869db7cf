// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.files.BoundedFile.NotRegularException;
import io.gpunodeagent.agent.files.BoundedFile.TooLargeException;
import io.gpunodeagent.agent.files.OwnFile;
import java.io.IOException;
import java.nio.file.Path;

/** The file of a state. */
record StateFile(OwnFile file) {

  /** Some 700 bytes an allocation; no file of this agent's is larger. */
  private static final int LARGEST = 8 * 1024 * 1024;

  StateFile(Path path) {
    this(new OwnFile(path));
  }

  Path path() {
    return file.path();
  }

  /**
   * What it holds.
   *
   * @throws UnusableException when it is larger than any this agent writes, or no file
   */
  byte[] read() throws IOException, UnusableException {
    try {
      return file.read(LARGEST);
    } catch (NotRegularException | TooLargeException other) {
      throw new UnusableException(String.valueOf(other.getReason()));
    }
  }

  /** Whether there is one. */
  boolean exists() {
    return file.exists();
  }

  /** The folder it is in. */
  Path folder() {
    return file.folder();
  }

  /** Replaces it; when that fails, the old one is still there. */
  void write(byte[] content) throws IOException {
    file.write(content);
  }
}
