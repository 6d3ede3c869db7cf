package io.gpunodeagent.agent.config;

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

  /** The fault in one line: {@code place: key: value: rule: remedy}. */
  public String line() {
    return String.join(": ", place, key, printable(value), rule, remedy);
  }

  private static String printable(String value) {
    var shown = value.isEmpty() ? "(empty)" : value.replaceAll("\\p{Cntrl}", "?");
    return shown.length() <= 80 ? shown : shown.substring(0, 77) + "...";
  }
}
