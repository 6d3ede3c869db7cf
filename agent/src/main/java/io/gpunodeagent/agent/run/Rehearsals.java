// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.state.NodeState;
import java.util.function.Supplier;

/**
 * Has the first scrapes of a young agent rehearsed, which are slow otherwise: one at each look, and
 * none before there are GPUs to render. Confined to one thread.
 */
final class Rehearsals {

  /** Then what a scrape runs through is compiled. */
  static final int COUNT = 20;

  private final Supplier<NodeState> published;
  private final Runnable scrape;
  private int left = COUNT;

  /**
   * Rehearsals of {@code scrape}.
   *
   * @param published the latest state
   */
  Rehearsals(Supplier<NodeState> published, Runnable scrape) {
    this.published = published;
    this.scrape = scrape;
  }

  /** Has one rehearsed, unless there have been enough. */
  void look() {
    if (left > 0 && published.get().node().driver() instanceof DriverState.Ready) {
      left--;
      scrape.run();
    }
  }
}
