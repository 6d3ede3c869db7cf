// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant to write. */
public final class Suggestion {

  private Suggestion() {}

  /**
   * The one of {@code known} nearest to {@code written}, when it is near: at most a third of its
   * letters differ, case aside.
   */
  public static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        // A word differs by its length at least: a text of a megabyte is compared with no key.
        .filter(one -> Math.abs(written.length() - one.length()) <= most(one))
        .min(
            Comparator.comparingInt((String one) -> distance(written, one))
                .thenComparing(one -> one))
        .filter(one -> distance(written, one) <= most(one));
  }

  /** Letters that may differ. */
  private static int most(String word) {
    return Math.max(1, word.length() / 3);
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
