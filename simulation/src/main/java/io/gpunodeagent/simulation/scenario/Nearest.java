// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody meant to write. */
final class Nearest {

  private Nearest() {}

  /** The way out for a word that is none of {@code known}. */
  static String hint(String written, List<String> known) {
    var all = "use one of " + String.join(", ", known);
    return known.stream()
        // A word differs by its length at least: a long text is compared with none.
        .filter(one -> Math.abs(written.length() - one.length()) <= most(one))
        .min(Comparator.comparingInt(one -> distance(written, one)))
        .filter(one -> distance(written, one) <= most(one))
        .map(one -> "did you mean " + one + "? " + all)
        .orElse(all);
  }

  /** Letters that may differ. */
  private static int most(String word) {
    return Math.max(1, word.length() / 3);
  }

  /** Levenshtein's distance, case aside. */
  private static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
