package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.TopologyTable;
import io.gpunodeagent.agent.json.TopologyJson;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the GPUs reach each other. */
@Command(
    name = "topology",
    description = "Shows the NVLink and PCIe matrix in the layout of nvidia-smi topo -m.")
final class TopologyCommand implements Runnable {

  private final Options options;

  @Option(names = "--json", description = "Write JSON.")
  private boolean json;

  TopologyCommand(Options options) {
    this.options = options;
  }

  @Override
  public void run() {
    var node = OneReading.take(options.load().sampling());
    var matrix = LinkMatrix.of(node);
    options
        .around()
        .out()
        .print(json ? TopologyJson.write(node, matrix) : TopologyTable.write(node, matrix));
  }
}
