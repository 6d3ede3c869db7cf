package io.gpunodeagent.agent.web;

import java.util.Locale;

/** Small pieces of the page. */
final class Html {

  private static final double GIB = 1024.0 * 1024 * 1024;

  private Html() {}

  /** {@code text} with the characters HTML gives a meaning written out. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A cell of a table. */
  static String cell(String content) {
    return "<td>" + content + "</td>";
  }

  /** A cell whose content stands at the right, as numbers do. */
  static String numberCell(String content) {
    return "<td class=\"n\">" + content + "</td>";
  }

  /** A number of bytes as GiB with one digit behind the point. */
  static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / GIB);
  }

  /** A bar filled to {@code percent}, with {@code label} behind it. */
  static String meter(double percent, String label) {
    return String.format(
        Locale.ROOT,
        "<meter min=\"0\" max=\"100\" value=\"%.0f\"></meter> %s",
        Math.clamp(percent, 0, 100),
        label);
  }
}
