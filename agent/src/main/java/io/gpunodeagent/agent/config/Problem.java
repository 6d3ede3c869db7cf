package io.gpunodeagent.agent.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One fault of the configuration.
 *
 * @param place where it was written: {@code agent.yaml:12}, {@code option --port}
 * @param key the dotted key, or what stands in its place
 * @param value as written
 * @param rule what holds for the value
 * @param remedy the way out
 */
public record Problem(String place, String key, String value, String rule, String remedy) {

  /** How many faults a log line or an error message lists. */
  private static final int SHOWN = 20;

  /** The first faults, a line each, and the number of the others. */
  public static List<String> lines(List<Problem> problems) {
    var lines = new ArrayList<String>();
    problems.stream().limit(SHOWN).map(Problem::line).forEach(lines::add);
    if (problems.size() > SHOWN) {
      lines.add("and " + (problems.size() - SHOWN) + " more; check-config lists all");
    }
    return lines;
  }

  /** The fault in one line: {@code place: key: value: rule: remedy}. */
  public String line() {
    return String.join(": ", place, key, printable(value), rule, remedy);
  }

  private static String printable(String value) {
    var shown = value.isEmpty() ? "(empty)" : value.replaceAll("\\p{Cntrl}", "?");
    return shown.length() <= 80 ? shown : shown.substring(0, 77) + "...";
  }
}
