// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.SnapshotTable;
import io.gpunodeagent.agent.json.SnapshotJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows one reading of everything. */
@Command(name = "snapshot", description = "Reads the node once and shows everything there is.")
final class SnapshotCommand implements Callable<Integer> {

  private final Options options;

  @Option(names = "--json", description = "The same as -o json, see docs/snapshot.md.")
  private boolean json;

  @Mixin private Output output = new Output();

  SnapshotCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var valid = options.loadWithWarnings();
    var name = valid.config().metrics().hostname();
    output.form(json);
    try (var preview = options.preview(valid)) {
      var state = OneReading.attributed(preview);
      options
          .around()
          .out()
          .print(
              output.of(
                  json,
                  () -> SnapshotTable.write(state, name),
                  () -> SnapshotTable.write(state, name) + SnapshotTable.identities(state),
                  () -> SnapshotJson.of(state, name)));
    }
    return 0;
  }
}
