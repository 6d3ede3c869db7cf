// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.document;

import io.gpunodeagent.core.text.Credentials;
import io.gpunodeagent.core.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is wrong with something that is written, in one sentence: {@code agent.yaml:3: log.level:
 * "trace" is not valid: use error, warn, info or debug}. What every problem says in the same words
 * is said here.
 *
 * @param place where it is written: {@code agent.yaml:12}, {@code option --port}
 * @param key the dotted key; empty where the place says it all
 * @param complaint what is wrong, with the value in quotes where there is one
 * @param remedy the way out
 */
public record Problem(String place, String key, String complaint, String remedy) {

  /** How many problems a log line or an error message lists. */
  private static final int SHOWN = 20;

  private static final int LONGEST_VALUE = 80;

  private static final int LONGEST_KEY = 200;

  private static final int LONGEST_PART = 1000;

  /** A value that is none of those that are allowed. */
  public static Problem invalid(String place, String key, String value, String allowed) {
    return of(place, key, value, "is not valid", "use " + allowed);
  }

  /**
   * A value that something is wrong with.
   *
   * @param predicate what, as the words that follow the value
   */
  public static Problem of(
      String place, String key, String value, String predicate, String remedy) {
    return new Problem(place, key, quoted(value) + " " + predicate, remedy);
  }

  /** A node that something is wrong with; its value is shown where it has one. */
  public static Problem of(Node node, String predicate, String remedy) {
    var place = node.place();
    return node instanceof Node.Scalar scalar
        ? of(place.where(), place.path(), scalar.written(), predicate, remedy)
        : at(place, predicate, remedy);
  }

  /** Something that is wrong at a place, whatever the value there. */
  public static Problem at(Place place, String complaint, String remedy) {
    return new Problem(place.where(), place.path(), complaint, remedy);
  }

  /**
   * A key, or a variable, that nobody knows.
   *
   * @param near what may have been meant
   * @param otherwise the way out where nothing is near
   */
  public static Problem unknown(
      String place, String key, String what, Optional<String> near, String otherwise) {
    return new Problem(place, key, "unknown " + what, near.map(Problem::meant).orElse(otherwise));
  }

  /** The way out for who meant something else. */
  public static String meant(String near) {
    return "did you mean " + near + "?";
  }

  /** The first problems, a line each, and the number of the others. */
  public static List<String> lines(List<Problem> problems) {
    var lines = new ArrayList<String>();
    problems.stream().limit(SHOWN).map(Problem::line).forEach(lines::add);
    if (problems.size() > SHOWN) {
      lines.add("and " + (problems.size() - SHOWN) + " more; check-config lists all");
    }
    return lines;
  }

  /** The problem in one line: {@code place: key: complaint: remedy}. */
  public String line() {
    // Keys and complaints repeat what others have written.
    return Stream.of(place, OneLine.cut(key, LONGEST_KEY), complaint, remedy)
        .filter(part -> !part.isEmpty())
        .map(part -> OneLine.cut(OneLine.marked(part), LONGEST_PART))
        .collect(Collectors.joining(": "));
  }

  /**
   * The value in quotes, on one line, without the password of an address; a long one ends after a
   * whole word.
   */
  public static String quoted(String value) {
    return '"' + OneLine.cut(OneLine.marked(Credentials.masked(value)), LONGEST_VALUE) + '"';
  }
}
