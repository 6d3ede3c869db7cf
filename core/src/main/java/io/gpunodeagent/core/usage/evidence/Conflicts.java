// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.evidence;

import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Sources that say rest where others prove use. Two sources look at moments a little apart, so one
 * disagreement is none; from the third sample in a row on it is counted. Immutable.
 *
 * @param inARow samples up to now
 * @param counted since the agent started
 * @param gpmSuspect GPM disagreed and has not shown that it counts since: its zeros are not
 *     believed
 */
public record Conflicts(
    Map<Source, Integer> inARow, Map<Source, Long> counted, boolean gpmSuspect) {

  private static final int LASTING = 3;

  public static final Conflicts NONE = new Conflicts(Map.of(), Map.of(), false);

  /** Whether {@code source} says rest, wrongly, in the latest sample. */
  public boolean doubts(Source source) {
    return inARow.containsKey(source);
  }

  /**
   * The conflicts after a sample.
   *
   * @param refuted sources that say rest, wrongly
   * @param gpmAlive whether GPM reported any load
   */
  public Conflicts after(Set<Source> refuted, boolean gpmAlive) {
    if (refuted.isEmpty()) {
      return inARow.isEmpty() && !(gpmSuspect && gpmAlive)
          ? this
          : new Conflicts(Map.of(), counted, gpmSuspect && !gpmAlive);
    }
    var rows = new EnumMap<Source, Integer>(Source.class);
    var counts = new EnumMap<Source, Long>(Source.class);
    counts.putAll(counted);
    for (var source : refuted) {
      int row = inARow.getOrDefault(source, 0) + 1;
      rows.put(source, row);
      if (row >= LASTING) {
        counts.merge(source, 1L, Long::sum);
      }
    }
    boolean suspect = rows.getOrDefault(Source.GPM, 0) >= LASTING || gpmSuspect;
    return new Conflicts(rows, counts, suspect && !gpmAlive);
  }
}
