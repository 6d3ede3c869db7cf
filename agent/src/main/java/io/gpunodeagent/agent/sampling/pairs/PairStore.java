// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.pairs;

import io.gpunodeagent.agent.sampling.readers.CounterRate;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.NvmlReturn;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest answers about pairs of GPUs, from the thread that asks to those that assemble
 * readings. Thread-safe.
 */
public final class PairStore {

  private final Map<Integer, Entry> rows = new ConcurrentHashMap<>();
  private volatile Set<Integer> hung = Set.of();

  /** A row, and the monotonic time in nanoseconds up to which its NVLinks are believed. */
  private record Entry(PairRow row, long until) {}

  void put(int gpu, PairRow row, long until) {
    rows.put(gpu, new Entry(row, until));
  }

  /** The questions about these GPUs hang: NVLink to and from them is unknown. */
  void hung(Set<Integer> gpus) {
    hung = Set.copyOf(gpus);
  }

  /** The row of a GPU as it was read; empty before the first time. */
  Optional<PairRow> latest(int gpu) {
    return Optional.ofNullable(rows.get(gpu)).map(Entry::row);
  }

  /** What is known of a GPU at monotonic time {@code now}; empty before it was first read. */
  public Optional<PairRow> row(int gpu, long now) {
    var entry = rows.get(gpu);
    if (entry == null) {
      return Optional.empty();
    }
    var row = entry.row();
    if (now - entry.until() > 0) {
      row = row.failed(row.nvLink().keySet(), failure(CounterRate.NO_DATA));
    }
    var silent = hung;
    if (silent.isEmpty()) {
      return Optional.of(row);
    }
    var unknown = new HashSet<>(silent);
    if (unknown.remove(gpu)) {
      unknown.addAll(row.nvLink().keySet());
    }
    return Optional.of(row.failed(unknown, failure(NvmlReturn.TIMEOUT.value())));
  }

  /** {@link PairRow#nvLinkPeers} of a GPU; failed before it was first read. */
  public Reading<Long> nvLinkPeers(int gpu, long now) {
    int code = hung.contains(gpu) ? NvmlReturn.TIMEOUT.value() : CounterRate.NO_DATA;
    return row(gpu, now).map(PairRow::nvLinkPeers).orElse(failure(code));
  }

  private static Reading<Long> failure(int code) {
    return Reading.failed(PairReader.NVLINK_FUNCTION, code);
  }
}
