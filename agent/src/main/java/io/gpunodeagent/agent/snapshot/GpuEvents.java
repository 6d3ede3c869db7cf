package io.gpunodeagent.agent.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happened on a GPU since the agent started.
 *
 * @param watch whether XIDs can be seen: an event set is registered or the kernel log is read
 * @param latestXids the newest XID of each GPU instance that had one, and of the GPU itself, newest
 *     first
 * @param xids by code: true counters
 * @param tallies the same by code and GPU instance, and how many within {@code window}
 * @param clockSamples passes that saw each clock event reason: true counters
 * @param clockOnsets by reason: how often it was set in a pass and not in the one before; the first
 *     pass counts none
 * @param clockSamplesInWindow the same within {@code window}
 * @param window the span the windowed figures cover
 */
public record GpuEvents(
    Watch watch,
    List<Xid> latestXids,
    Map<Integer, XidCount> xids,
    List<XidTally> tallies,
    Map<ClockEventReason, Long> clockSamples,
    Map<ClockEventReason, Long> clockOnsets,
    Map<ClockEventReason, Long> clockSamplesInWindow,
    Duration window) {

  public GpuEvents {
    latestXids = List.copyOf(latestXids);
    xids = Map.copyOf(xids);
    tallies = List.copyOf(tallies);
    clockSamples = Map.copyOf(clockSamples);
    clockOnsets = Map.copyOf(clockOnsets);
    clockSamplesInWindow = Map.copyOf(clockSamplesInWindow);
  }

  /** Whether XIDs are watched. */
  public enum Watch {
    /** An XID would not be seen. */
    OFF,
    /** The watch is being set up; this lasts no longer than a call may take. */
    PENDING,
    /** An XID is seen. */
    ON;

    /** The better of the two: one source is enough, and one that may still come is waited for. */
    public Watch or(Watch other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** Nothing seen, over a window of {@code window}. */
  public static GpuEvents none(Watch watch, Duration window) {
    return new GpuEvents(
        watch, List.of(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), window);
  }

  /** Whether XIDs are seen now, so that none means that none occurred. */
  public boolean watched() {
    return watch == Watch.ON;
  }

  /** The newest XID, wherever it hit. */
  public Optional<Xid> lastXid() {
    return latestXids.stream().findFirst();
  }

  /** The newest XID that concerns a GPU instance: one that names no instance concerns them all. */
  public Optional<Xid> lastXid(int gpuInstanceId) {
    return latestXids.stream()
        .filter(xid -> xid.gpuInstanceId().orElse(gpuInstanceId) == gpuInstanceId)
        .findFirst();
  }

  /** How many XIDs of each code there were within {@link #window}, wherever they hit. */
  public Map<Integer, Long> xidsInWindow() {
    return counts(tallies.stream(), XidTally::inWindow);
  }

  /**
   * What concerns a GPU instance, or without one the whole GPU: an XID that names no instance
   * concerns them all.
   *
   * @param figure {@link XidTally#total} or {@link XidTally#inWindow}
   * @return counts above 0, by code
   */
  public Map<Integer, Long> counts(OptionalInt gpuInstanceId, ToLongFunction<XidTally> figure) {
    return counts(
        tallies.stream()
            .filter(
                tally ->
                    gpuInstanceId.isEmpty()
                        || tally.gpuInstanceId().isEmpty()
                        || tally.gpuInstanceId().equals(gpuInstanceId)),
        figure);
  }

  private static Map<Integer, Long> counts(
      Stream<XidTally> tallies, ToLongFunction<XidTally> figure) {
    return tallies
        .filter(tally -> figure.applyAsLong(tally) > 0)
        .collect(Collectors.toMap(XidTally::code, figure::applyAsLong, Long::sum, TreeMap::new));
  }

  /**
   * How often an XID was seen that names a GPU instance, or that names none.
   *
   * @param total since the agent started
   * @param inWindow within the window
   */
  public record XidTally(int code, OptionalInt gpuInstanceId, long total, long inWindow) {}

  /**
   * One XID error.
   *
   * @param code its number; 999 where NVML does not know it
   * @param at when it was seen
   * @param source who told
   * @param gpuInstanceId the GPU instance it hit, under MIG
   */
  public record Xid(int code, Instant at, Source source, OptionalInt gpuInstanceId) {}

  /**
   * How often an XID was seen.
   *
   * @param count since the agent started
   * @param lastSeen when last
   */
  public record XidCount(long count, Instant lastSeen) {}

  /** Where an XID was learnt. */
  public enum Source {
    NVML,
    KERNEL_LOG
  }
}
