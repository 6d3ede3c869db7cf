// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.RecordingTable;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.recorder.RecordingEntryJson;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the recordings. */
@Command(
    name = "list",
    description = "Lists the recordings of this node, newest first. No agent need run.")
final class RecorderListCommand implements Callable<Integer> {

  private final Options options;

  @Mixin private Output output = new Output();
  @Mixin private ChosenRecordings recordings = new ChosenRecordings();

  RecorderListCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    var folder = recordings.folder(options);
    var entries = entries(folder);
    options
        .around()
        .out()
        .print(
            output.of(
                false,
                () -> RecordingTable.write(entries, false),
                () -> RecordingTable.write(entries, true),
                () -> new JsonObject().put("recordings", RecordingEntryJson.of(entries))));
    return 0;
  }

  private static List<RecordingFolder.Entry> entries(RecordingFolder folder) {
    try {
      return folder.entries();
    } catch (IOException failed) {
      throw ChosenRecordings.unreadable(folder, failed);
    }
  }
}
