// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much is kept.
 *
 * @param maxBytes of all recordings together
 * @param maxCount of recordings
 */
public record Retention(long maxBytes, int maxCount) {

  /** Recordings that are kept, however small they are. */
  public static final int MOST = 200;

  /**
   * A recording that is kept.
   *
   * @param name of {@link RecordingName}
   */
  public record Stored(String name, long bytes) {}

  /** Whether one of so many bytes can be kept at all. */
  public boolean admits(long bytes) {
    return bytes <= maxBytes;
  }

  /**
   * Which of {@code stored} to delete, oldest first, so that one more fits.
   *
   * @param bytes of the one more
   */
  public List<Stored> excess(List<Stored> stored, long bytes) {
    var kept = new ArrayList<>(stored);
    kept.sort(Comparator.comparing(Stored::name));
    long total = bytes + kept.stream().mapToLong(Stored::bytes).sum();
    var excess = new ArrayList<Stored>();
    while (!kept.isEmpty() && (total > maxBytes || kept.size() >= maxCount)) {
      var oldest = kept.removeFirst();
      total -= oldest.bytes();
      excess.add(oldest);
    }
    return List.copyOf(excess);
  }
}
