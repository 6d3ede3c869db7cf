// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import io.gpunodeagent.agent.files.IoReason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells this boot of the machine from others. */
final class BootId {

  /** Where Linux has it. */
  static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * The id in {@code source}; without one nothing can survive a restart, which {@code log} says.
   */
  static Optional<String> read(Path source, System.Logger log) {
    try {
      var id = Files.readString(source).strip();
      if (id.matches("[0-9a-f-]{8,64}")) {
        return Optional.of(id);
      }
      log.log(Level.WARNING, "Nothing will survive a restart: {0} holds no boot id", source);
    } catch (IOException failed) {
      log.log(Level.WARNING, "Nothing will survive a restart: {0}", IoReason.of(failed));
    }
    return Optional.empty();
  }
}
