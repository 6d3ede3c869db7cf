// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.shaping.Memory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in which the enforcer of device settings keeps what it is to take back, and from which
 * the agent reads how it fares. Written by one thread of one process; whoever reads it finds an old
 * one or a new one.
 */
public final class ShapingStore {

  private static final System.Logger LOG = System.getLogger(ShapingStore.class.getName());
  private static final String READING = "reading";
  private static final String WRITING = "writing";

  private final Optional<StateFile> file;
  private final Optional<String> bootId;
  private final OngoingProblems problems = new OngoingProblems();

  /** The file {@code path}, or nowhere. Its folder is not made. */
  public ShapingStore(Optional<Path> path) {
    this(path, BootId.FILE);
  }

  ShapingStore(Optional<Path> path, Path bootIdFile) {
    file = path.map(StateFile::new);
    bootId = file.flatMap(_ -> BootId.read(bootIdFile, LOG));
  }

  /** Whether a file is named. */
  public boolean named() {
    return file.isPresent();
  }

  /**
   * What the file tells; empty when there is none of use, which is said once in one line.
   *
   * @param loss what that costs, for the line
   */
  public Optional<Memory> recall(String loss) {
    if (file.isEmpty() || bootId.isEmpty() || !file.get().exists()) {
      return Optional.empty();
    }
    var path = file.get().path();
    try {
      var memory = ShapingJson.read(file.get().read(), bootId.get());
      problems.ends(READING);
      return Optional.of(memory);
    } catch (UnusableException unusable) {
      complain(path + " " + unusable.getMessage() + ": " + loss);
    } catch (IOException failed) {
      complain(
          "Cannot read "
              + path
              + ": "
              + failed.getClass().getSimpleName()
              + ": "
              + failed.getMessage()
              + ": "
              + loss);
    }
    return Optional.empty();
  }

  private void complain(String line) {
    if (problems.begins(READING, line)) {
      LOG.log(Level.WARNING, "{0}", line);
    }
  }

  /**
   * Writes it.
   *
   * @return whether it is on the disk; without a named file there is nothing to do and all is well
   */
  public boolean save(Memory memory) {
    if (file.isEmpty()) {
      return true;
    }
    try {
      if (bootId.isEmpty() || !Files.isDirectory(file.get().folder())) {
        throw new IOException("there is no folder " + file.get().folder() + ": make or mount it");
      }
      file.get().write(ShapingJson.write(memory, bootId.get()));
      if (problems.ends(WRITING)) {
        LOG.log(Level.INFO, "Writes {0} again", file.get().path());
      }
      return true;
    } catch (IOException failed) {
      if (problems.begins(WRITING)) {
        LOG.log(
            Level.WARNING,
            "Cannot write {0}, so nothing is set on a GPU: {1}",
            file.get().path(),
            failed.getMessage());
      }
      return false;
    }
  }
}
