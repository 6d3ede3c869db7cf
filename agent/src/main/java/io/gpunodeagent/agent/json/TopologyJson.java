// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.stream.IntStream;

/** How the GPUs reach each other, as JSON. */
public final class TopologyJson {

  private TopologyJson() {}

  /** The matrix, as the command {@code topology} writes it. */
  public static JsonObject of(NodeSnapshot node, LinkMatrix matrix) {
    var rows = IntStream.range(0, node.gpus().size()).mapToObj(row -> row(node, matrix, row));
    return new JsonObject().put("gpus", rows.toList());
  }

  private static JsonObject row(NodeSnapshot node, LinkMatrix matrix, int row) {
    var identity = node.gpus().get(row).identity();
    var gpu =
        new JsonObject()
            .put("index", identity.index())
            .put("uuid", identity.uuid())
            .put("pciBusId", identity.pciBusId());
    var affinities = node.topology().affinities();
    if (row < affinities.size()) {
      new ReadingsJson(gpu)
          .put("cpuAffinity", affinities.get(row).cpus())
          .put("numaAffinity", affinities.get(row).memoryNodes())
          .put("gpuNumaId", affinities.get(row).ownNumaNode())
          .putAbsent();
    }
    var cells = matrix.rows().get(row).stream();
    return gpu.put("reaches", cells.map(TopologyJson::letters).toList());
  }

  /** The cell as {@code nvidia-smi topo -m} names it. */
  public static String letters(LinkMatrix.Cell cell) {
    return switch (cell) {
      case LinkMatrix.Self() -> "X";
      case LinkMatrix.OverNvLink(var links) -> "NV" + links;
      case LinkMatrix.OverPcie(var level) -> level.letters();
      case LinkMatrix.Unknown() -> "N/A";
    };
  }
}
