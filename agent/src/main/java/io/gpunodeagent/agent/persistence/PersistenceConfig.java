// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how often what is to survive a restart is kept.
 *
 * @param file empty keeps nothing; its folder is never made
 * @param period between two writes, 1 s to 10 min: what a kill may cost
 */
public record PersistenceConfig(Optional<Path> file, Duration period) {

  /** Nothing is kept. */
  public PersistenceConfig off() {
    return new PersistenceConfig(Optional.empty(), period);
  }
}
