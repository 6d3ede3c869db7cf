package io.gpunodeagent.agent.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * Puts rows in order and leaves out those whose labels another has: Prometheus refuses a whole
 * scrape for one repeated series. Confined to one thread at a time.
 */
final class Distinct {

  private static final Comparator<Labelled> BY_LABELS = Comparator.comparing(Labelled::labels);

  private long leftOut;

  /** {@code rows} in the order of their labels; of equals the first. Changes the list. */
  <T extends Labelled> List<T> of(List<T> rows) {
    rows.sort(BY_LABELS);
    for (int at = rows.size() - 1; at > 0; at--) {
      if (BY_LABELS.compare(rows.get(at - 1), rows.get(at)) == 0) {
        rows.remove(at);
        leftOut++;
      }
    }
    return rows;
  }

  /** How many were left out so far. */
  long leftOut() {
    return leftOut;
  }
}
