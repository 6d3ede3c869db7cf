package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.SnapshotTable;
import io.gpunodeagent.agent.json.SnapshotJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows one reading of everything. */
@Command(name = "snapshot", description = "Reads the node once and shows everything there is.")
final class SnapshotCommand implements Callable<Integer> {

  private final Options options;

  @Option(names = "--json", description = "Write JSON, see docs/snapshot.md.")
  private boolean json;

  SnapshotCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var valid = options.loadWithWarnings();
    var name = valid.config().metrics().hostname();
    try (var preview = options.preview(valid)) {
      var state = OneReading.attributed(preview);
      options
          .around()
          .out()
          .print(json ? SnapshotJson.write(state, name) : SnapshotTable.write(state, name));
    }
    return 0;
  }
}
