// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.json;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.health.link.LinkJudgement;
import io.gpunodeagent.core.labels.topology.Topology;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NvLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The links of the node: pairs of GPUs, islands, switches, and every single NVLink. */
public final class LinksJson {

  private final NodeSnapshot node;
  private final Topology topology;
  private final Map<String, Integer> shortages;

  private LinksJson(NodeSnapshot node) {
    this.node = node;
    topology = Topology.of(node);
    shortages = LinkJudgement.shortages(node.gpus());
  }

  /**
   * Of {@code node}. GPUs are named by NVML's index; those without work, such as a display, lack.
   */
  public static JsonObject of(NodeSnapshot node) {
    var links = new LinksJson(node);
    var gpus = links.topology.gpus();
    return new JsonObject()
        .put("shape", links.topology.shape().label())
        .put("degraded", links.topology.degraded())
        .put("uncertain", links.topology.unknown())
        .put("gpus", gpus.stream().map(links::gpu).toList())
        .put(
            "islands",
            links.topology.islands().stream()
                .map(island -> island.stream().map(place -> gpus.get(place).index()).toList())
                .toList())
        .put("switches", links.switches())
        .put("pairs", links.pairs())
        .put("links", node.gpus().stream().flatMap(LinksJson::links).toList());
  }

  private JsonObject gpu(Topology.Gpu gpu) {
    return new JsonObject()
        .put("index", gpu.index())
        .put("uuid", gpu.uuid())
        .put("numaNodes", gpu.numa())
        .put("nvLinkGeneration", gpu.generation() == 0 ? null : gpu.generation())
        .put("linksUp", gpu.links())
        .put("linksExpected", shortages.getOrDefault(gpu.uuid(), gpu.links()))
        .put("degraded", gpu.missing());
  }

  private List<String> switches() {
    return node.gpus().stream()
        .flatMap(gpu -> gpu.nvLinks().stream())
        .map(NvLink::remote)
        .flatMap(
            remote ->
                remote instanceof NvLink.ToSwitch(var busId) && !busId.isEmpty()
                    ? Stream.of(busId)
                    : Stream.empty())
        .distinct()
        .sorted()
        .toList();
  }

  private List<JsonObject> pairs() {
    var pairs = new ArrayList<JsonObject>();
    for (int from = 0; from < topology.gpus().size(); from++) {
      for (int to = from + 1; to < topology.gpus().size(); to++) {
        pairs.add(pair(from, to));
      }
    }
    return pairs;
  }

  private JsonObject pair(int from, int to) {
    var gpus = topology.gpus();
    var pair = new JsonObject().put("from", gpus.get(from).index()).put("to", gpus.get(to).index());
    int links =
        topology.matrix().rows().get(from).get(to) instanceof LinkMatrix.OverNvLink(var number)
            ? number
            : 0;
    var level =
        node.topology()
            .pcie()
            .getOrDefault(
                new Pair(gpus.get(from).index(), gpus.get(to).index()), Reading.unsupported())
            .toOptional();
    return pair.put("kind", links > 0 ? "nvlink" : level.isPresent() ? "pcie" : "unknown")
        .put("nvLinks", links)
        .put("gigabytesPerSecond", links > 0 ? topology.bandwidth().get(from).get(to) : null)
        .put("pcieLevel", level.map(one -> one.letters()));
  }

  private static Stream<JsonObject> links(GpuSample gpu) {
    return gpu.nvLinks().stream()
        .map(
            link ->
                new JsonObject().put("gpu", gpu.identity().index()).putAll(DeviceJson.link(link)));
  }
}
