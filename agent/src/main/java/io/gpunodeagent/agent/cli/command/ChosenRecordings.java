// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which folder of recordings is meant: the agent need not run. */
final class ChosenRecordings {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "The folder of the recordings; without it recorder.directory.")
  private @Nullable Path directory;

  /** The folder. */
  RecordingFolder folder(Options options) {
    options.refuseNvml(spec, "recordings are read from their folder, so leave it out");
    var configured = options.load().recorder().directory();
    return Optional.ofNullable(directory)
        .or(() -> configured)
        .map(RecordingFolder::new)
        .orElseThrow(
            () ->
                new FaultException(
                    "recorder.directory: is off, so nothing is recorded: name a folder there, or"
                        + " give --directory"));
  }

  /** What is said of a folder that cannot be read. */
  static FaultException unreadable(RecordingFolder folder, IOException failed) {
    var path = folder.path();
    return new FaultException(
        switch (failed) {
          case NoSuchFileException _ ->
              path + ": there is no such folder: make it, or name another with --directory";
          case NotDirectoryException _ ->
              path + ": is no folder: name the one of the recordings with --directory";
          case AccessDeniedException _ ->
              path + ": may not be read by this user: run this as the agent's user";
          default -> path + ": cannot be read: " + IoReason.of(failed);
        });
  }
}
