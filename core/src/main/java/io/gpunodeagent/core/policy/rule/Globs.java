// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A choice of names by patterns, in which {@code *} stands for any characters and {@code ?} for
 * one. A name is chosen when a pattern includes it and none excludes it.
 *
 * @param included patterns of names to choose; every name when there are none
 * @param excluded patterns of names that are never chosen
 */
public record Globs(List<String> included, List<String> excluded) {

  /** Stands before a pattern that excludes. */
  public static final String NOT = "!";

  /** Every name. */
  public static final Globs ANY = new Globs(List.of(), List.of());

  private static final String ALL = "*";

  public Globs {
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
  }

  /** The choice that {@code patterns} make; one that begins with {@link #NOT} excludes. */
  public static Globs of(List<String> patterns) {
    var included = new ArrayList<String>();
    var excluded = new ArrayList<String>();
    for (var pattern : patterns) {
      if (pattern.startsWith(NOT)) {
        excluded.add(pattern.substring(NOT.length()));
      } else {
        included.add(pattern);
      }
    }
    return new Globs(included, excluded);
  }

  /** The same. */
  public static Globs of(String... patterns) {
    return of(List.of(patterns));
  }

  /** Whether no pattern was given, so that every name is chosen. */
  public boolean isAny() {
    return included.isEmpty() && excluded.isEmpty();
  }

  /** Whether {@code name} is chosen. */
  public boolean accept(String name) {
    return (included.isEmpty() || matches(included, name)) && !matches(excluded, name);
  }

  /** The first pattern that excludes {@code name}, with its {@link #NOT}. */
  public Optional<String> exclusionOf(String name) {
    return excluded.stream().filter(pattern -> matches(pattern, name)).findFirst().map(NOT::concat);
  }

  /** The first exclusion, with its {@link #NOT}, that undoes the same inclusion or everything. */
  public Optional<String> contradiction() {
    return excluded.stream()
        .filter(pattern -> pattern.equals(ALL) || included.contains(pattern))
        .findFirst()
        .map(NOT::concat);
  }

  private static boolean matches(List<String> patterns, String name) {
    for (var pattern : patterns) {
      if (matches(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
