// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.sources.ContainerCgroup;
import java.util.List;
import java.util.function.Supplier;

/**
 * The containers whose memory limits are read, looked up again on the slow period. Confined to one
 * thread.
 */
final class ContainerLookup {

  private final Supplier<List<ContainerCgroup>> source;
  private List<ContainerCgroup> latest = List.of();
  private boolean looked;
  private long next;

  ContainerLookup(Supplier<List<ContainerCgroup>> source) {
    this.source = source;
  }

  /** Gives {@code session} the containers; looks for none while no driver has limits. */
  void update(Session session, long now, long slowPeriod) {
    if (!session.hasMemoryLimits()) {
      latest = List.of();
      looked = false;
    } else if (!looked || now - next >= 0) {
      latest = List.copyOf(source.get());
      looked = true;
      next = now + slowPeriod;
    }
    session.containers(latest);
  }
}
