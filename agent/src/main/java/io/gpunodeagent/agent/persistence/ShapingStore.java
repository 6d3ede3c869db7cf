// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.files.IoReason;
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

  private final Optional<StateFile> file;
  private final Optional<String> bootId;
  private final OngoingProblems problems = new OngoingProblems();
  private final LoggedWrites writes = new LoggedWrites(LOG, "nothing is set on a GPU");

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
   * What the file says; empty when there is none of use, which is said once in one line.
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
      complain("Cannot read " + path + ": " + IoReason.of(failed) + ": " + loss);
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
    var to = file.get();
    return writes.attempt(
        to.path(),
        () -> {
          if (!Files.isDirectory(to.folder())) {
            throw new IOException("there is no folder " + to.folder() + ": make or mount it");
          }
          if (bootId.isEmpty()) {
            throw new IOException("the boot id of this machine is not known");
          }
          to.write(ShapingJson.write(memory, bootId.get()));
        });
  }
}
