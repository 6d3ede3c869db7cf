// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.text;

/** User and password of an address, right or wrong, that somebody wrote where it is shown. */
public final class Credentials {

  private static final String AUTHORITY = "//";

  private Credentials() {}

  /**
   * The text with {@code …} in place of the user and password of an address: what stands between
   * {@code //} and the last {@code @}, or after the first colon where no {@code //} comes before.
   * An address that is wrong may have any character in its password.
   */
  public static String masked(String text) {
    int end = text.lastIndexOf('@');
    int slashes = text.indexOf(AUTHORITY);
    int colon = text.indexOf(':');
    if (slashes >= 0 && slashes < end) {
      return masked(text, slashes + AUTHORITY.length(), end);
    }
    return colon >= 0 && colon < end ? masked(text, colon + 1, end) : text;
  }

  private static String masked(String text, int begin, int end) {
    return text.substring(0, begin) + "…" + text.substring(end);
  }
}
