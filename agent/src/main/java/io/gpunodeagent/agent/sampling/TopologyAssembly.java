// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.sampling.pairs.PairRow;
import io.gpunodeagent.agent.sampling.readers.AffinityReader;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Puts what is known of all GPUs together, and only when it changed. For the coordinator. */
final class TopologyAssembly {

  private List<Row> rows = List.of();
  private NodeTopology topology = NodeTopology.none();

  /** What is known of one GPU. */
  private record Row(PairRow pairs, Affinity affinity) {}

  /** The topology of a session's GPUs. */
  NodeTopology of(Session session) {
    var now = new ArrayList<Row>();
    for (var reader : session.readers()) {
      var before = before(reader.index());
      var pairs = session.pairs().row(reader.index(), session.nanoTime());
      now.add(
          new Row(
              pairs.orElse(before.pairs()),
              reader.outcome() instanceof GpuOutcome.Read(var result)
                  ? result.affinity()
                  : before.affinity()));
    }
    boolean changed = !now.equals(rows);
    // Also rows that are equal are taken: the same objects are compared fast.
    rows = List.copyOf(now);
    if (changed) {
      topology = assemble(rows);
    }
    return topology;
  }

  /** A GPU that does not answer has not moved. */
  private Row before(int index) {
    return index < rows.size()
        ? rows.get(index)
        : new Row(PairRow.alone(), AffinityReader.unknown());
  }

  private static NodeTopology assemble(List<Row> rows) {
    var pcie = new HashMap<Pair, Reading<PcieLevel>>();
    var nvLink = new HashMap<Pair, Reading<Long>>();
    var affinities = new ArrayList<Affinity>();
    for (int from = 0; from < rows.size(); from++) {
      int index = from;
      var row = rows.get(from);
      row.pairs().pcie().forEach((to, level) -> pcie.put(new Pair(index, to), level));
      row.pairs().nvLink().forEach((to, status) -> nvLink.put(new Pair(index, to), status));
      affinities.add(row.affinity());
    }
    return new NodeTopology(pcie, nvLink, affinities);
  }
}
