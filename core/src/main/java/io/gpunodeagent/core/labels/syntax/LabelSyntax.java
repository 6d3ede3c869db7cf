// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.syntax;

import io.gpunodeagent.core.document.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kubernetes' rules for the keys and values of labels. The API server refuses a whole write for one
 * bad label, so each is judged by itself before.
 */
public final class LabelSyntax {

  /** Most characters of a value, and of a key's name. */
  public static final int LONGEST_NAME = 63;

  private static final int LONGEST_PREFIX = 253;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  private LabelSyntax() {}

  /** What is wrong with the label; empty when Kubernetes takes it. */
  public static Optional<Problem> check(String key, String value) {
    return checkKey(key).or(() -> checkValue(key, value));
  }

  private static Optional<Problem> checkValue(String key, String value) {
    boolean good = value.isEmpty() || isName(value);
    return good
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                "",
                key,
                value,
                "is not valid",
                "a label's value is at most 63 of A-Z a-z 0-9 - _ . and begins and ends with a"
                    + " letter or digit; this label is left out"));
  }

  /** What is wrong with the key of a label or annotation; empty when Kubernetes takes it. */
  public static Optional<Problem> checkKey(String key) {
    int slash = key.indexOf('/');
    boolean good =
        isName(key.substring(slash + 1)) && (slash < 0 || isSubdomain(key.substring(0, slash)));
    return good
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                "",
                "label",
                key,
                "is not valid",
                "a label's key is a name of at most 63 of A-Z a-z 0-9 - _ . that begins and ends"
                    + " with a letter or digit, after a DNS domain of at most 253 and a /; this"
                    + " label is left out"));
  }

  private static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }

  /** Whether the text is a DNS subdomain of at most 253 characters. */
  public static boolean isSubdomain(String text) {
    return text.length() <= LONGEST_PREFIX && SUBDOMAIN.matcher(text).matches();
  }
}
