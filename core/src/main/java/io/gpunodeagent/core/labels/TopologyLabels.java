// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.syntax.JsonText;
import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.labels.topology.Fabric;
import io.gpunodeagent.core.labels.topology.Topology;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** The labels and the annotation of a node's NVLinks, fabric and NUMA nodes. */
final class TopologyLabels {

  static final String ANNOTATION = Keys.PREFIX + "topology";
  private static final String NVLINK = Keys.PREFIX + "nvlink.";
  private static final String FABRIC = Keys.PREFIX + "fabric.state";
  private static final String NUMA = Keys.PREFIX + "numa.gpu-spread";

  private TopologyLabels() {}

  static void write(NodeSnapshot node, List<GpuSample> gpus, LabelCollector out) {
    var topology = Topology.of(node, gpus);
    if (topology.unknown()) {
      out.unknown(NVLINK + "*", ANNOTATION);
      out.problem(
          NVLINK + "topology",
          "the state of some NVLinks cannot be read",
          "labels of NVLinks keep their last good values");
    } else {
      nvLink(topology, out);
      if (node.topology().knowsEveryPairOf(indices(gpus))) {
        out.annotate(ANNOTATION, annotation(topology));
      } else {
        out.unknown(ANNOTATION);
      }
    }
    fabric(gpus, out);
    numa(topology, out);
  }

  private static List<Integer> indices(List<GpuSample> gpus) {
    return gpus.stream().map(gpu -> gpu.identity().index()).toList();
  }

  private static void nvLink(Topology topology, LabelCollector out) {
    out.put(NVLINK + "topology", topology.shape().label());
    out.put(NVLINK + "links-per-gpu", topology.linksPerGpu());
    out.put(NVLINK + "island-count", topology.islands().size());
    out.put(NVLINK + "largest-island", topology.largestIsland());
    out.put(NVLINK + "degraded", topology.degraded());
    int generation = topology.gpus().stream().mapToInt(Topology.Gpu::generation).max().orElse(0);
    if (generation > 0) {
      out.put(NVLINK + "version", generation);
    }
  }

  /** The one state all GPUs are in; where they differ, the fabric is attached in part. */
  private static void fabric(List<GpuSample> gpus, LabelCollector out) {
    var states = new TreeSet<String>();
    for (var gpu : gpus) {
      switch (Fabric.of(gpu)) {
        case Fabric.Attached(var _, var _), Fabric.Registered() -> states.add("completed");
        case Fabric.Apart(var state) -> states.add(state);
        case Fabric.Unsupported() -> states.add("none");
        case Fabric.Unknown(var _, var _) -> {
          out.unknown(FABRIC);
          return;
        }
      }
    }
    if (!states.equals(new TreeSet<>(List.of("none")))) {
      out.put(FABRIC, states.size() == 1 ? states.first() : "partial");
    }
  }

  private static void numa(Topology topology, LabelCollector out) {
    var nodes = new TreeSet<String>();
    for (var gpu : topology.gpus()) {
      if (gpu.numa().isEmpty()) {
        return;
      }
      nodes.add(gpu.numa().orElseThrow());
    }
    out.put(NUMA, nodes.size());
  }

  /** All that there is to know of each pair, small enough for an annotation of 16 GPUs. */
  static String annotation(Topology topology) {
    var whole = new LinkedHashMap<String, Object>();
    whole.put("nvlink", topology.shape().label());
    whole.put("gpus", topology.gpus().stream().map(TopologyLabels::gpu).toList());
    whole.put("islands", topology.islands());
    whole.put("reaches", topology.matrix().rows().stream().map(TopologyLabels::cells).toList());
    if (topology.bandwidth().stream().flatMap(List::stream).allMatch(OptionalDouble::isPresent)) {
      whole.put("gbps", topology.bandwidth().stream().map(TopologyLabels::figures).toList());
    }
    return JsonText.of(whole);
  }

  private static Map<String, Object> gpu(Topology.Gpu gpu) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("index", gpu.index());
    entry.put("uuid", gpu.uuid());
    entry.put("links", gpu.links());
    if (gpu.missing()) {
      entry.put("degraded", true);
    }
    gpu.numa().ifPresent(nodes -> entry.put("numa", nodes));
    return entry;
  }

  private static String cells(List<LinkMatrix.Cell> row) {
    return String.join(" ", row.stream().map(TopologyLabels::letters).toList());
  }

  /** As {@code nvidia-smi topo -m} says it. */
  private static String letters(LinkMatrix.Cell cell) {
    return switch (cell) {
      case LinkMatrix.Self() -> "X";
      case LinkMatrix.OverNvLink(var links) -> "NV" + links;
      case LinkMatrix.OverPcie(var level) -> level.letters();
      case LinkMatrix.Unknown() -> "?";
    };
  }

  private static List<Object> figures(List<OptionalDouble> row) {
    return new ArrayList<>(row.stream().map(one -> Math.round(one.orElse(0))).toList());
  }
}
