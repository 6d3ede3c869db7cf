// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.recording;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of recordings: the time of the first trigger and its kind, such as {@code
 * 20260501T120007Z-xid}. In alphabetical order the oldest is the first.
 */
public final class RecordingName {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Of any kind: a later version may know more. */
  private static final Pattern NAME =
      Pattern.compile("[0-9]{8}T[0-9]{6}Z-[a-z_]{1,32}(-[0-9]{1,4})?");

  private RecordingName() {}

  /** Whether {@code text} is one: nothing else is ever part of a path. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The name of a recording.
   *
   * @param trigger that begins it
   * @param taken names that others have
   */
  public static String of(Trigger trigger, Collection<String> taken) {
    var plain = TIME.format(trigger.at()) + "-" + trigger.cause().kind().label();
    var name = plain;
    for (int number = 2; taken.contains(name); number++) {
      name = plain + "-" + number;
    }
    return name;
  }
}
