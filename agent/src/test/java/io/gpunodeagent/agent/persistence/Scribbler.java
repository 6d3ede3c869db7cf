// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Writes ever larger state files until it fails, or for ever; a process of its own. */
final class Scribbler {

  private Scribbler() {}

  /** Takes the file to write. */
  public static void main(String... arguments) {
    var file = new StateFile(Path.of(arguments[0]));
    int allocations = 0;
    try {
      while (true) {
        file.write(
            RememberedJson.write(Memories.of(allocations, Duration.ofHours(1)), Memories.NOW));
        System.out.println(allocations);
        allocations = (allocations + 1) % Integer.parseInt(arguments[1]);
      }
    } catch (IOException full) {
      System.out.println("failed");
    }
  }
}
