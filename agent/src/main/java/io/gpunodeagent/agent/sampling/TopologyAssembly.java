package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.snapshot.NodeTopology;
import io.gpunodeagent.core.snapshot.NodeTopology.Affinity;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import io.gpunodeagent.core.snapshot.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Puts the rows of all GPUs together; anew only when one changed. Confined to the coordinator. */
final class TopologyAssembly {

  private List<TopologyRow> rows = List.of();
  private NodeTopology topology = NodeTopology.none();

  /** The topology of a session's GPUs. */
  NodeTopology of(Session session) {
    var now = new ArrayList<TopologyRow>();
    for (var reader : session.readers()) {
      now.add(
          reader.outcome() instanceof GpuOutcome.Read(var result)
              ? result.topology()
              : rowBefore(reader.index()));
    }
    if (!same(now)) {
      rows = List.copyOf(now);
      topology = assemble(rows);
    }
    return topology;
  }

  /** A GPU that does not answer has not moved. */
  private TopologyRow rowBefore(int index) {
    return index < rows.size() ? rows.get(index) : TopologyRow.unknown();
  }

  @SuppressWarnings("ReferenceEquality") // a reader gives out a new row when it read one
  private boolean same(List<TopologyRow> now) {
    if (now.size() != rows.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i) != rows.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static NodeTopology assemble(List<TopologyRow> rows) {
    var pcie = new HashMap<Pair, Reading<PcieLevel>>();
    var nvLink = new HashMap<Pair, Reading<Long>>();
    var affinities = new ArrayList<Affinity>();
    for (int from = 0; from < rows.size(); from++) {
      int index = from;
      var row = rows.get(from);
      row.pcie().forEach((to, level) -> pcie.put(new Pair(index, to), level));
      row.nvLink().forEach((to, status) -> nvLink.put(new Pair(index, to), status));
      affinities.add(row.affinity());
    }
    return new NodeTopology(pcie, nvLink, affinities);
  }
}
