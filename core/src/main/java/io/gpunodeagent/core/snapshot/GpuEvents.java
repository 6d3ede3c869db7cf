// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened on a GPU since the agent started.
 *
 * @param watch whether XIDs can be seen: an event set is registered or the kernel log is read
 * @param latestXids the newest XID of each GPU instance that had one, and of the GPU itself, newest
 *     first
 * @param xids by kind; the sums over a code and instance are true counters
 * @param xidsInWindow by kind: how many within {@code window}
 * @param clockSamples passes that saw each clock event reason: true counters
 * @param clockOnsets by reason: how often it was set in a pass and not in the one before; the first
 *     pass counts none
 * @param clockSamplesInWindow the same within {@code window}
 * @param window the span the windowed figures cover
 */
public record GpuEvents(
    Watch watch,
    List<Xid> latestXids,
    Map<XidKind, XidCount> xids,
    Map<XidKind, Long> xidsInWindow,
    Map<ClockEventReason, Long> clockSamples,
    Map<ClockEventReason, Long> clockOnsets,
    Map<ClockEventReason, Long> clockSamplesInWindow,
    Duration window) {

  public GpuEvents {
    latestXids = List.copyOf(latestXids);
    xids = Map.copyOf(xids);
    xidsInWindow = Map.copyOf(xidsInWindow);
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
        watch, List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), window);
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
        .filter(xid -> xid.kind().gpuInstanceId().orElse(gpuInstanceId) == gpuInstanceId)
        .findFirst();
  }

  /** XIDs by code, wherever they hit. */
  public SortedMap<Integer, XidCount> xidsByCode() {
    var byCode = new TreeMap<Integer, XidCount>();
    xids.forEach((kind, count) -> byCode.merge(kind.code(), count, XidCount::and));
    return byCode;
  }

  /** XIDs of the whole GPU and of each GPU instance, each by code. */
  public Map<XidKind, XidCount> xidsByInstance() {
    var byInstance = new TreeMap<XidKind, XidCount>(XidKind.ORDER);
    xids.forEach(
        (kind, count) ->
            byInstance.merge(
                new XidKind(kind.code(), kind.gpuInstanceId(), false), count, XidCount::and));
    return byInstance;
  }

  /**
   * How many XIDs of each code concern a GPU instance, or without one the whole GPU: one that names
   * no instance concerns them all.
   */
  public SortedMap<Integer, Long> xidTotals(OptionalInt gpuInstanceId) {
    var byCode = new TreeMap<Integer, Long>();
    xids.forEach(
        (kind, seen) -> {
          if (kind.concerns(gpuInstanceId)) {
            byCode.merge(kind.code(), seen.count(), Long::sum);
          }
        });
    return byCode;
  }

  /** The same within the window. */
  public SortedMap<Integer, Long> xidsInWindow(OptionalInt gpuInstanceId) {
    var byCode = new TreeMap<Integer, Long>();
    xidsInWindow.forEach(
        (kind, count) -> {
          if (kind.concerns(gpuInstanceId)) {
            byCode.merge(kind.code(), count, Long::sum);
          }
        });
    return byCode;
  }

  /**
   * One XID error.
   *
   * @param kind what it is
   * @param at when it was seen
   * @param source where it was seen
   */
  public record Xid(XidKind kind, Instant at, Source source) {

    /** Its number. */
    public int code() {
      return kind.code();
    }
  }

  /**
   * How often an XID was seen.
   *
   * @param count since the agent started
   * @param lastSeen when last
   */
  public record XidCount(long count, Instant lastSeen) {

    /** Both together. */
    public XidCount and(XidCount other) {
      return new XidCount(
          count + other.count, lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
    }
  }

  /** Where an XID was seen. */
  public enum Source {
    NVML,
    KERNEL_LOG
  }
}
