// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.format.Labelled;
import java.util.Comparator;
import java.util.List;

/**
 * Puts rows in order and leaves out those whose labels another has: Prometheus refuses a whole
 * scrape for one repeated series. Confined to one thread at a time.
 */
final class Distinct {

  private long leftOut;

  /** {@code rows} in the order of their labels; of equals the first. Changes the list. */
  <T extends Labelled> List<T> of(List<T> rows) {
    if (inOrder(rows)) {
      return rows;
    }
    rows.sort(Comparator.comparing(Labelled::labels));
    for (int at = rows.size() - 1; at > 0; at--) {
      if (rows.get(at - 1).labels().compareTo(rows.get(at).labels()) == 0) {
        rows.remove(at);
        leftOut++;
      }
    }
    return rows;
  }

  /** As nearly all are: rows are read in this order, and most have one sample. */
  private static boolean inOrder(List<? extends Labelled> rows) {
    for (int at = 1; at < rows.size(); at++) {
      if (rows.get(at - 1).labels().compareTo(rows.get(at).labels()) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** How many were left out so far. */
  long leftOut() {
    return leftOut;
  }
}
