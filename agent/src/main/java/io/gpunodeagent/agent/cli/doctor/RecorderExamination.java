// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.recorder.RecorderConfig;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.core.recording.Retention.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether faults can be recorded: the folder, what is in it, and the room for more. */
public final class RecorderExamination {

  private static final String SUBJECT = "recorder";
  private static final String OR_OFF = ", or set recorder.directory: off";
  private static final String NOTHING_RECORDED = "faults are not recorded";
  private static final long MEBIBYTE = 1 << 20;

  private RecorderExamination() {}

  /** The line of it. */
  public static CheckResult of(RecorderConfig config) {
    if (config.directory().isEmpty()) {
      return CheckResult.without(SUBJECT, "off", "nothing is recorded around a fault");
    }
    var folder = config.directory().get().toAbsolutePath();
    if (Files.isDirectory(folder)) {
      return there(folder, config.maxBytes());
    }
    return Files.exists(folder)
        ? CheckResult.missing(
            SUBJECT,
            folder + " is no folder",
            NOTHING_RECORDED,
            "name a folder as recorder.directory" + OR_OFF)
        : toBeMade(folder);
  }

  private static CheckResult toBeMade(Path folder) {
    var above = Optional.ofNullable(folder.getParent()).orElse(folder);
    if (!Files.isDirectory(above)) {
      return CheckResult.missing(
          SUBJECT,
          "there is no folder " + above,
          NOTHING_RECORDED,
          "make or mount the folder " + above + OR_OFF);
    }
    return Files.isWritable(above)
        ? CheckResult.good(SUBJECT, folder + " is made with the start of the agent")
        : unwritable(above);
  }

  private static CheckResult unwritable(Path folder) {
    return CheckResult.missing(
        SUBJECT,
        folder + " cannot be written",
        NOTHING_RECORDED,
        "let the agent's user read and write " + folder + OR_OFF);
  }

  private static CheckResult there(Path folder, long maxBytes) {
    if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
      return unwritable(folder);
    }
    try {
      var stored = new RecordingFolder(folder).stored();
      long bytes = stored.stream().mapToLong(Stored::bytes).sum();
      long free = Files.getFileStore(folder).getUsableSpace();
      var found =
          "%s can be written; recordings: %d, %s of %s"
              .formatted(folder, stored.size(), size(bytes), size(maxBytes));
      return free < maxBytes - bytes
          ? CheckResult.missing(
              SUBJECT,
              found + ", and the disk has room for " + size(free),
              "once the disk is full, " + NOTHING_RECORDED,
              "make room on the disk, or lower recorder.maxBytes")
          : CheckResult.good(SUBJECT, found);
    } catch (IOException failed) {
      return CheckResult.missing(
          SUBJECT,
          folder + " cannot be read: " + IoReason.of(failed),
          NOTHING_RECORDED,
          "see to its disk" + OR_OFF);
    }
  }

  private static String size(long bytes) {
    return bytes / MEBIBYTE + " MiB";
  }
}
