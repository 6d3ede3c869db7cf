// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import java.time.Duration;
import java.util.Optional;

/** Where the live view has its readings from. */
public sealed interface TopSource extends AutoCloseable permits OwnReadings, StateStream {

  /** The newest readings since the last call, once they are there; empty after {@code patience}. */
  Optional<ShownState> next(Duration patience) throws InterruptedException;

  /** What it is, in a few words. */
  String name();

  /** Why there is nothing new; empty while there is. */
  Optional<String> trouble();

  @Override
  void close();
}
