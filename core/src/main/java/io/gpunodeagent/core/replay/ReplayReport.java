// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of a replay.
 *
 * @param episodes of the pods for which their rule came true, the dearest first
 * @param whole whether everything was known that rules ask for, as of a simulated node; of a
 *     history only what DCGM's metrics tell
 * @param unjudged rules that ask for what DCGM's metrics cannot tell
 * @param timeSlice time-slice rules that were not replayed
 * @param doubled nodes that several exporters tell of at once, and which: they are not judged
 * @param unknown nodes where it is not known whether labels name holders or the exporter: they are
 *     not judged
 * @param uncorroborated pods whose load read zero for a tenth of their samples or more, and nothing
 *     else proved their rest
 * @param sparse nodes with too few samples to judge by
 */
public record ReplayReport(
    List<ReplayedEpisode> episodes,
    boolean whole,
    List<Unjudged> unjudged,
    List<String> timeSlice,
    List<String> doubled,
    List<String> unknown,
    List<String> sparse,
    List<String> uncorroborated,
    Sums sums) {

  public ReplayReport {
    episodes = List.copyOf(episodes);
    unjudged = List.copyOf(unjudged);
    timeSlice = List.copyOf(timeSlice);
    doubled = List.copyOf(doubled);
    unknown = List.copyOf(unknown);
    sparse = List.copyOf(sparse);
    uncorroborated = List.copyOf(uncorroborated);
  }

  /**
   * A rule that cannot be judged.
   *
   * @param keys of its match that are beyond DCGM's metrics
   * @param pods it may be for: no rule marks them
   */
  public record Unjudged(String rule, List<String> keys, int pods) {

    public Unjudged {
      keys = List.copyOf(keys);
    }
  }

  /**
   * How much was looked at.
   *
   * @param scrapes of all nodes; of a simulated one, its snapshots
   * @param pods that held a device
   * @param first when the first of them was; empty when there is none
   */
  public record Sums(int nodes, long scrapes, int pods, Optional<Instant> first) {}

  /** Courses with the dearest first. */
  static List<ReplayedEpisode> sorted(List<ReplayedEpisode> episodes) {
    return episodes.stream()
        .sorted(
            Comparator.comparingDouble(ReplayedEpisode::gpuHours)
                .thenComparingDouble(ReplayedEpisode::partHours)
                .reversed()
                .thenComparing(episode -> episode.times().met())
                .thenComparing(episode -> episode.pod().namespace() + "/" + episode.pod().name()))
        .toList();
  }

  /** Pods that would have been marked, each time. */
  public long marks() {
    return episodes.stream().filter(episode -> episode.times().marked().isPresent()).count();
  }

  /** Whole GPUs times hours marked, of all. */
  public double gpuHours() {
    return episodes.stream().mapToDouble(ReplayedEpisode::gpuHours).sum();
  }

  /** MIG instances and shared GPUs times hours marked, of all. */
  public double partHours() {
    return episodes.stream().mapToDouble(ReplayedEpisode::partHours).sum();
  }
}
