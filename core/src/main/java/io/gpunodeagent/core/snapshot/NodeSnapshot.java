// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything known of the node at one instant: the one object every scrape, page, label and policy
 * works from.
 *
 * @param sequence grows by one with every publication
 * @param takenAt when it was published, wall clock: may step, so nothing is measured by it
 * @param monotonic the same on a clock that never steps, from an arbitrary origin that a restart
 *     moves
 * @param driver whether NVML answers
 * @param simulated whether the library was chosen as a simulation
 * @param gpus in index order; empty while NVML is unavailable
 * @param absent GPUs without a sample
 * @param topology of the GPUs
 * @param driverMessages what the driver wrote to the kernel log beside XIDs
 * @param statistics the sampler's own
 */
public record NodeSnapshot(
    long sequence,
    Instant takenAt,
    Duration monotonic,
    DriverState driver,
    boolean simulated,
    List<GpuSample> gpus,
    AbsentGpus absent,
    NodeTopology topology,
    DriverMessages driverMessages,
    SamplingStatistics statistics) {

  public NodeSnapshot {
    gpus = List.copyOf(gpus);
  }

  /** A snapshot in which every GPU is known, without a kernel log. */
  public NodeSnapshot(
      long sequence,
      Instant takenAt,
      Duration monotonic,
      DriverState driver,
      boolean simulated,
      List<GpuSample> gpus,
      NodeTopology topology,
      SamplingStatistics statistics) {
    this(
        sequence,
        takenAt,
        monotonic,
        driver,
        simulated,
        gpus,
        AbsentGpus.none(),
        topology,
        DriverMessages.off(),
        statistics);
  }

  /** A snapshot of which only the wall clock is known, such as a recorded one. */
  public NodeSnapshot(
      long sequence,
      Instant takenAt,
      DriverState driver,
      boolean simulated,
      List<GpuSample> gpus,
      NodeTopology topology,
      SamplingStatistics statistics) {
    this(
        sequence,
        takenAt,
        Duration.between(Instant.EPOCH, takenAt),
        driver,
        simulated,
        gpus,
        topology,
        statistics);
  }

  /**
   * What is left of this snapshot when no other has followed it for too long: nothing it read may
   * be served any more.
   */
  public NodeSnapshot stalled() {
    var state =
        new DriverState.Unavailable(
            DriverState.Problem.SAMPLING_STALLED,
            "no pass has ended since " + takenAt,
            "restart the agent and report its log",
            takenAt);
    return new NodeSnapshot(
        sequence,
        takenAt,
        monotonic,
        state,
        simulated,
        List.of(),
        AbsentGpus.none(),
        NodeTopology.none(),
        driverMessages,
        statistics);
  }

  /** What is known before the first pass. */
  public static NodeSnapshot starting(Instant now, boolean simulated) {
    var state =
        new DriverState.Unavailable(
            DriverState.Problem.STARTING, "NVML is being loaded", "wait for the first pass", now);
    return new NodeSnapshot(
        0, now, state, simulated, List.of(), NodeTopology.none(), SamplingStatistics.none());
  }
}
