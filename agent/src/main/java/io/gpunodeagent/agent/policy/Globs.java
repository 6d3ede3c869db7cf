package io.gpunodeagent.agent.policy;

import java.util.List;

/**
 * A choice of names.
 *
 * @param patterns in which {@code *} stands for any characters and {@code ?} for one; without any,
 *     every name is chosen
 */
public record Globs(List<String> patterns) {

  /** Every name. */
  public static final Globs ANY = new Globs(List.of());

  public Globs {
    patterns = List.copyOf(patterns);
  }

  /** The choice that {@code patterns} make. */
  public static Globs of(String... patterns) {
    return new Globs(List.of(patterns));
  }

  /** Whether {@code name} is chosen. */
  public boolean accept(String name) {
    if (patterns.isEmpty()) {
      return true;
    }
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
