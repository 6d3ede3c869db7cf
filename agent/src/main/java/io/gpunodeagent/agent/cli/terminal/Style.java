// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

/** How a piece of text looks. What it says never depends on its style alone. */
public enum Style {
  PLAIN("", ""),
  /** Of less importance. */
  DIM("2", "2"),
  /** A heading. */
  STRONG("1", "1"),
  /** In use, or well. */
  GOOD("32", ""),
  /** Waste, or a warning. */
  WARNING("33", "1"),
  /** Broken. */
  BAD("1;31", "1"),
  /** A bar's filled part. */
  ACCENT("36", ""),
  /** A line that stands out. */
  REVERSE("7", "7");

  private final String coloured;
  private final String plain;

  Style(String coloured, String plain) {
    this.coloured = coloured;
    this.plain = plain;
  }

  /** Parameters of the SGR control sequence; empty text for none. */
  String parameters(boolean colour) {
    return colour ? coloured : plain;
  }
}
