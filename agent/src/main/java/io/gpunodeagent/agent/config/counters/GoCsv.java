// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Comma-separated values by the rules of Go's {@code encoding/csv}, which dcgm-exporter reads its
 * counters file with: a field in quotes may hold commas, line breaks and doubled quotes, and lines
 * that begin with {@code #} are comments. Where Go gives up, only the line is given up; blanks
 * before an opening quote are let pass. A quoted field ends before a line that names another
 * metric: a forgotten quote costs its own line and not those up to the next quote.
 */
final class GoCsv {

  /** A line of a counters file, which no help text holds. */
  private static final Pattern ROW =
      Pattern.compile("[ \\t]*\\w+[ \\t]*,[ \\t]*(gauge|counter|label|histogram|summary)[ \\t]*,");

  private final String text;
  private final List<Line> lines = new ArrayList<>();
  private int at;
  private int line = 1;

  private GoCsv(String text) {
    this.text = text.replace("\r\n", "\n");
  }

  /** A line that is neither empty nor a comment. */
  sealed interface Line {
    /** The number of its first line, from 1. */
    int number();
  }

  /** Its fields, without surrounding blanks. */
  record Fields(int number, List<String> fields) implements Line {}

  /** What is wrong with it. */
  record Malformed(int number, String text, String reason) implements Line {}

  /** The quotes of a field do not add up. */
  private static final class BadQuotes extends Exception {
    private static final long serialVersionUID = 1;

    BadQuotes(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  static List<Line> parse(String text) {
    var csv = new GoCsv(text);
    while (csv.at < csv.text.length()) {
      csv.line();
    }
    return csv.lines;
  }

  private void line() {
    var start = at;
    var number = line;
    var end = text.indexOf('\n', start) < 0 ? text.length() : text.indexOf('\n', start);
    var whole = text.substring(start, end).strip();
    if (whole.isEmpty() || whole.startsWith("#")) {
      skipTo(end);
      return;
    }
    try {
      lines.add(new Fields(number, fields()));
    } catch (BadQuotes bad) {
      lines.add(new Malformed(number, whole, bad.reason()));
      line = number;
      skipTo(end);
    }
  }

  private void skipTo(int end) {
    at = end + 1;
    line++;
  }

  private List<String> fields() throws BadQuotes {
    var fields = new ArrayList<String>();
    do {
      fields.add(field());
    } while (passed(','));
    at++;
    line++;
    return fields;
  }

  private String field() throws BadQuotes {
    skipBlanks();
    return passed('"') ? quoted() : plain();
  }

  private String plain() throws BadQuotes {
    var start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
      if (text.charAt(at) == '"') {
        throw new BadQuotes("a quote within a field that is not quoted");
      }
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted() throws BadQuotes {
    var field = new StringBuilder();
    while (at < text.length()) {
      var next = text.charAt(at++);
      if (next == '\n') {
        line++;
        if (ROW.matcher(text).region(at, text.length()).lookingAt()) {
          throw new BadQuotes("a quote that is not closed before the next metric");
        }
      }
      if (next != '"') {
        field.append(next);
      } else if (passed('"')) {
        field.append('"');
      } else {
        skipBlanks();
        if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
          throw new BadQuotes("text after a closing quote");
        }
        return field.toString().strip();
      }
    }
    throw new BadQuotes("a quote that is never closed");
  }

  private boolean passed(char wanted) {
    var there = at < text.length() && text.charAt(at) == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }
}
