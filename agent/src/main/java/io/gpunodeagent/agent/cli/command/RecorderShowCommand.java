// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.RecordingText;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.agent.recorder.UnusableRecordingException;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Suggestion;
import io.gpunodeagent.core.recording.Retention.Stored;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one recording. */
@Command(
    name = "show",
    description = {
      "Shows one recording: its triggers, the seven minutes of each GPU, and what happened in"
          + " them.",
      "-o json writes it as docs/recorder.md describes it. No agent need run."
    })
final class RecorderShowCommand implements Callable<Integer> {

  private final Options options;

  @Parameters(paramLabel = "NAME", description = "A name that `recorder list` shows.")
  private String name = "";

  @Mixin private Drawing drawing = new Drawing();
  @Mixin private Output output = new Output();
  @Mixin private ChosenRecordings recordings = new ChosenRecordings();

  RecorderShowCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    var recording = read(recordings.folder(options));
    var around = options.around();
    var look = drawing.look(around);
    around
        .out()
        .print(
            output.of(
                false,
                () -> RecordingText.write(recording, look, false),
                () -> RecordingText.write(recording, look, true),
                () -> recording));
    return 0;
  }

  private Node read(RecordingFolder folder) {
    try {
      var content = folder.read(name);
      if (content.isEmpty()) {
        throw new FaultException(
            "NAME: \"%s\" is no recording in %s: %s"
                .formatted(name, folder.path(), remedy(folder)));
      }
      return RecordingFolder.parse(content.get());
    } catch (UnusableRecordingException unusable) {
      throw new FaultException(folder.path().resolve(name) + ".json: " + unusable.predicate());
    } catch (IOException failed) {
      throw ChosenRecordings.unreadable(folder, failed);
    }
  }

  private String remedy(RecordingFolder folder) throws IOException {
    var names = folder.stored().stream().map(Stored::name).toList();
    return Suggestion.nearest(name, names)
        .map(near -> "did you mean " + near + "?")
        .orElse("`recorder list` shows which there are");
  }
}
