package io.gpunodeagent.agent.cli.top;

import io.gpunodeagent.agent.cli.overview.ShownState;
import java.time.Duration;
import java.util.Optional;

/** Where the live view has its readings from. */
public sealed interface TopSource extends AutoCloseable permits OwnReadings {

  /** The newest readings since the last call, once they are there; empty after {@code patience}. */
  Optional<ShownState> next(Duration patience) throws InterruptedException;

  @Override
  void close();
}
