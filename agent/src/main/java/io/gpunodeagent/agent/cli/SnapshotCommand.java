package io.gpunodeagent.agent.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows one reading of everything. */
@Command(name = "snapshot", description = "Reads the node once and shows everything there is.")
final class SnapshotCommand implements Runnable {

  private final Options options;

  @Option(names = "--json", description = "Write JSON, see docs/snapshot.md.")
  private boolean json;

  SnapshotCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    var config = options.load();
    var node = OneReading.take(config.sampling());
    var name = config.metrics().hostname();
    options
        .around()
        .out()
        .print(json ? SnapshotJson.write(node, name) : SnapshotTable.write(node, name));
  }
}
