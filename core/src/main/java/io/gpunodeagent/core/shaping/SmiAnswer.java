// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.shaping;

import io.gpunodeagent.core.policy.rule.TimeSliceRule.TimeSlice;
import io.gpunodeagent.core.text.OneLine;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what {@code nvidia-smi compute-policy -i UUID -l} answers of one GPU.
 *
 * <p>The layout is documented nowhere, so none is relied on: lines that speak of the time slice and
 * name exactly one value count, however they are ruled, and so do the lines below one that speaks
 * of it and names none, as below the heading of a table. Anything else is unknown.
 */
public final class SmiAnswer {

  private static final Pattern SUBJECT = Pattern.compile("\\btime[ _-]?slice\\b");
  private static final Pattern WORD = Pattern.compile("[a-z0-9.]+");
  private static final Pattern UNSUPPORTED = Pattern.compile("not supported|\\bn/a\\b");
  private static final List<String> VALUES =
      Arrays.stream(TimeSlice.values()).map(TimeSlice::label).toList();

  private SmiAnswer() {}

  /**
   * The time slice.
   *
   * @param exitCode of the program; documented are 2 for an unknown argument, 3 for what the GPU
   *     does not have, 4 for missing rights
   * @param output of both streams, in the order it came
   */
  public static Actual timeSlice(int exitCode, String output) {
    if (exitCode != 0) {
      return refused(exitCode, output);
    }
    if (output.chars().anyMatch(SmiAnswer::noText)) {
      return new Actual.Unknown("nvidia-smi answered something that is no text");
    }
    var lines = speaking(output.toLowerCase(Locale.ROOT).lines().toList());
    if (lines.stream().anyMatch(line -> UNSUPPORTED.matcher(line).find())) {
      return new Actual.Unsupported("nvidia-smi says that this GPU has no such setting");
    }
    var values = lines.stream().flatMap(SmiAnswer::values).distinct().toList();
    return values.size() == 1
        ? new Actual.Known(values.getFirst())
        : new Actual.Unknown("nvidia-smi's answer cannot be read: " + shown(output));
  }

  /** The lines that speak of it; and where none of them names a value, those below the first. */
  private static List<String> speaking(List<String> lines) {
    var subject = lines.stream().filter(line -> SUBJECT.matcher(line).find()).toList();
    boolean headed = !subject.isEmpty() && subject.stream().flatMap(SmiAnswer::values).count() == 0;
    return headed ? lines.subList(lines.indexOf(subject.getFirst()), lines.size()) : subject;
  }

  /** What a refusal of the program comes to. */
  public static Actual refused(int exitCode, String output) {
    if (exitCode == 3 || UNSUPPORTED.matcher(output.toLowerCase(Locale.ROOT)).find()) {
      return new Actual.Unsupported("nvidia-smi says that this GPU has no such setting");
    }
    if (exitCode == 2) {
      return new Actual.Unsupported("this nvidia-smi knows no compute-policy");
    }
    if (exitCode == 4) {
      return new Actual.Unknown("nvidia-smi lacks the rights, see docs/enforcement.md");
    }
    return new Actual.Unknown("nvidia-smi ended with " + exitCode + ": " + shown(output));
  }

  private static Stream<String> values(String line) {
    return WORD.matcher(SUBJECT.matcher(line).replaceAll(" "))
        .results()
        .map(found -> found.group())
        .filter(VALUES::contains);
  }

  private static boolean noText(int character) {
    return character == 0xFFFD
        || (Character.isISOControl(character) && "\n\r\t".indexOf(character) < 0);
  }

  private static String shown(String output) {
    var line = OneLine.joined(output.replace('\uFFFD', ' ').strip());
    return line.isEmpty() ? "nothing" : OneLine.cut(line, 160);
  }
}
