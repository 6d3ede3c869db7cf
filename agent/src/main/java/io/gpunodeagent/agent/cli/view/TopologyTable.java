// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.json.TopologyJson;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;

/**
 * The matrix in the layout of {@code nvidia-smi topo -m}, tab by tab, so that what parses the one
 * parses the other. The words of the legend are our own.
 */
public final class TopologyTable {

  private static final String UNKNOWN = "N/A";

  private static final String LEGEND =
      """

      Legend:

        X    = the GPU itself
        SYS  = PCIe, across the link between NUMA nodes
        NODE = PCIe, across host bridges of one NUMA node
        PHB  = PCIe, across one host bridge
        PXB  = PCIe, across several switches
        PIX  = PCIe, across one switch
        NV#  = # NVLinks
      """;

  private TopologyTable() {}

  public static String write(NodeSnapshot node, LinkMatrix matrix) {
    var text = new StringBuilder();
    for (var gpu : node.gpus()) {
      text.append("\tGPU").append(gpu.identity().index());
    }
    text.append("\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\n");
    for (int row = 0; row < node.gpus().size(); row++) {
      text.append("GPU").append(node.gpus().get(row).identity().index());
      matrix.rows().get(row).forEach(cell -> text.append('\t').append(letters(cell)));
      text.append('\t').append(affinity(node, row)).append('\n');
    }
    return text.append(LEGEND).toString();
  }

  private static String letters(LinkMatrix.Cell cell) {
    return cell instanceof LinkMatrix.Self ? " X " : TopologyJson.letters(cell);
  }

  /** What names each GPU of the matrix. */
  public static String identities(NodeSnapshot node) {
    var table = new TextTable().row("GPU", "BUS ID", "UUID");
    node.gpus()
        .forEach(
            gpu ->
                table.row(
                    "GPU" + gpu.identity().index(),
                    gpu.identity().pciBusId(),
                    gpu.identity().uuid()));
    return "\n" + table;
  }

  private static String affinity(NodeSnapshot node, int row) {
    var affinities = node.topology().affinities();
    if (row >= affinities.size()) {
      return UNKNOWN + "\t" + UNKNOWN + "\t\t" + UNKNOWN;
    }
    Affinity affinity = affinities.get(row);
    return valueOrDash(affinity.cpus())
        + "\t"
        + valueOrDash(affinity.memoryNodes())
        + "\t\t"
        + valueOrDash(affinity.ownNumaNode());
  }

  private static String valueOrDash(Reading<?> reading) {
    return reading.map(String::valueOf).toOptional().orElse(UNKNOWN);
  }
}
