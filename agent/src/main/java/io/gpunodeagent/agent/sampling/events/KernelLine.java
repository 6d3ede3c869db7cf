// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes off what a log puts before a message of the kernel: the header of a {@code /dev/kmsg}
 * record, or the time stamps of {@code dmesg}, syslog and the journal. What a process wrote is no
 * message of the kernel.
 */
final class KernelLine {

  /** {@code priority,sequence,microseconds,flags[,…];}: how /dev/kmsg begins a record. */
  private static final Pattern RECORD = Pattern.compile("(\\d{1,9}),\\d+,\\d+,[^;]{0,64};");

  /** Priorities below this one are the kernel's own; a process that writes to the log gets more. */
  private static final int FIRST_FOREIGN_PRIORITY = 8;

  private static final String CLOCK = "\\d{2}:\\d{2}:\\d{2}";
  private static final String FRACTION = "(?:[.,]\\d{1,9})?";
  private static final String SYSLOG_TIME = "[A-Z][a-z]{2} [ \\d]\\d " + CLOCK + FRACTION;
  private static final String ISO_TIME =
      "\\d{4}-\\d{2}-\\d{2}T" + CLOCK + FRACTION + "(?:Z|[+-]\\d{2}:?\\d{2})?";
  private static final String WALL_TIME =
      "\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d " + CLOCK + " \\d{4}\\]";
  private static final String UPTIME = "\\[ {0,10}\\d{1,10}\\.\\d{1,9}\\]";

  /** The task or CPU that wrote the message, where the kernel is built to say so. */
  private static final String CALLER = "\\[ {0,10}[TC]\\d{1,10}\\]";

  private static final Pattern TEXT_HEAD =
      Pattern.compile(
          "(?:<[0-7]>|kern {1,2}:[a-z]{1,6} {0,2}: )?"
              + ("(?:(?:" + SYSLOG_TIME + "|" + ISO_TIME + ")(?: [\\w.:-]{1,253} kernel:)? )?")
              + ("(?:(?:" + UPTIME + "|" + WALL_TIME + ") ?)?")
              + ("(?:" + CALLER + " )?"));

  /** How /dev/kmsg writes the end of a line within a record. */
  private static final Pattern LINE_END = Pattern.compile("\\\\x0a");

  private KernelLine() {}

  /** The kernel's message in {@code line}, by line; empty for what is not the kernel's. */
  static List<String> messages(String line) {
    var record = RECORD.matcher(line);
    if (record.lookingAt()) {
      return Integer.parseInt(record.group(1)) < FIRST_FOREIGN_PRIORITY
          ? List.of(LINE_END.split(line.substring(record.end())))
          : List.of();
    }
    var head = TEXT_HEAD.matcher(line);
    return head.lookingAt() ? List.of(line.substring(head.end())) : List.of();
  }
}
