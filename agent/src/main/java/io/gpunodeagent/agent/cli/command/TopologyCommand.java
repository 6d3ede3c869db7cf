// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.TopologyTable;
import io.gpunodeagent.agent.json.TopologyJson;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how the GPUs reach each other. */
@Command(
    name = "topology",
    description = "Shows the NVLink and PCIe matrix in the layout of nvidia-smi topo -m.")
final class TopologyCommand implements Runnable {

  private final Options options;

  @Option(names = "--json", description = "The same as -o json.")
  private boolean json;

  @Mixin private Output output = new Output();

  TopologyCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    output.form(json);
    var node = OneReading.take(options.load().sampling());
    var matrix = LinkMatrix.of(node);
    options
        .around()
        .out()
        .print(
            output.of(
                json,
                () -> TopologyTable.write(node, matrix),
                () -> TopologyTable.write(node, matrix) + TopologyTable.identities(node),
                () -> TopologyJson.of(node, matrix)));
  }
}
