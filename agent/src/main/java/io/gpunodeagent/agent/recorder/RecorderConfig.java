// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where recordings are kept, and how many.
 *
 * @param directory empty records nothing
 * @param maxBytes of all recordings together
 */
public record RecorderConfig(Optional<Path> directory, long maxBytes) {

  /** Nothing is recorded; of recordings 64 MiB are kept. */
  public static RecorderConfig defaults() {
    return new RecorderConfig(Optional.empty(), 64L * 1024 * 1024);
  }
}
