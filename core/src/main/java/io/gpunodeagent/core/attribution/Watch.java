// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import java.time.Instant;
import java.util.Optional;

/**
 * What has been seen of the use of a holding.
 *
 * @param since from when on use would have been seen without a gap
 * @param lastUsed when use was last seen, gaps or not
 */
public record Watch(Instant since, Optional<Instant> lastUsed) {

  /** A holding first seen at {@code now}. */
  static Watch begin(Instant now) {
    return new Watch(now, Optional.empty());
  }

  /**
   * The watch after another look.
   *
   * @param observable whether use would have been seen
   * @param used whether it was
   */
  Watch after(Instant now, boolean observable, boolean used) {
    return new Watch(observable ? since : now, used ? Optional.of(now) : lastUsed);
  }
}
