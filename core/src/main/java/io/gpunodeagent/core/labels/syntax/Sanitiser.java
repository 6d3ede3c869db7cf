// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.syntax;

import java.util.regex.Pattern;

/** GPU Feature Discovery's way to make a label value of a name. */
public final class Sanitiser {

  private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9_. -]");
  private static final Pattern BLANKS = Pattern.compile(" +");

  private Sanitiser() {}

  /**
   * Deletes what a label cannot hold, then joins the words with dashes. Nothing is shortened and
   * nothing is trimmed but blanks, so the result need not be a good label value.
   */
  public static String sanitise(String text) {
    return BLANKS.matcher(UNFIT.matcher(text).replaceAll("").strip()).replaceAll("-");
  }
}
