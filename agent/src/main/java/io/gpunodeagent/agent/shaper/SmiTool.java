// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which program is run as {@code nvidia-smi}, and with what.
 *
 * @param path absolute
 * @param environment all of it; nothing of the process's own is passed on
 * @param vouched whether nobody but root may be able to change the program; a simulation's lies in
 *     a folder of the developer's
 */
public record SmiTool(Path path, Map<String, String> environment, boolean vouched) {

  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  public SmiTool {
    environment = Map.copyOf(environment);
  }

  /** Why the program must not be run now; empty when it may. Looked at before every run. */
  Optional<String> objection() {
    if (!path.isAbsolute()) {
      return Optional.of(path + " is not an absolute path");
    }
    try {
      var real = path.toRealPath();
      if (!Files.isRegularFile(real) || !Files.isExecutable(real)) {
        return Optional.of(path + " is no program that can be run here");
      }
      return vouched ? changeable(real) : Optional.empty();
    } catch (IOException missing) {
      return Optional.of(path + " is not there: the driver capability utility brings it");
    }
  }

  /** The program and every folder above it must be root's alone to change. */
  private static Optional<String> changeable(Path real) throws IOException {
    for (var each = real; each != null; each = each.getParent()) {
      if ((int) Files.getAttribute(each, "unix:uid") != 0) {
        return Optional.of(each + " is not root's, so its owner could change what is run");
      }
      int mode = (int) Files.getAttribute(each, "unix:mode");
      boolean sticky = Files.isDirectory(each) && (mode & STICKY) != 0;
      if ((mode & WRITABLE_BY_OTHERS) != 0 && !sticky) {
        return Optional.of(each + " can be written to by others than root");
      }
    }
    return Optional.empty();
  }
}
