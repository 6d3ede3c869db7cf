// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.snapshot.AbsentGpus;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Makes snapshots, each with the next number and the time it is made. Confined to one thread. */
final class SnapshotAssembly {

  private final SamplerClock clock;
  private final boolean simulated;
  private final Bookkeeping books;
  private final Supplier<DriverMessages> driverMessages;
  private long sequence;

  /** Of a sampler with these books. */
  SnapshotAssembly(
      SamplerClock clock,
      boolean simulated,
      Bookkeeping books,
      Supplier<DriverMessages> driverMessages) {
    this.clock = clock;
    this.simulated = simulated;
    this.books = books;
    this.driverMessages = driverMessages;
  }

  NodeSnapshot of(
      DriverState driver, List<GpuSample> gpus, AbsentGpus absent, NodeTopology topology) {
    return new NodeSnapshot(
        ++sequence,
        clock.now(),
        Duration.ofNanos(clock.nanoTime()),
        driver,
        simulated,
        gpus,
        absent,
        topology,
        driverMessages.get(),
        books.statistics());
  }

  /** While NVML is not to be had. */
  NodeSnapshot without(DriverState.Unavailable why) {
    return of(why, List.of(), AbsentGpus.none(), NodeTopology.none());
  }
}
