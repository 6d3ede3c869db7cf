// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NodeTopology.Pair;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How each GPU reaches each other one, as {@code nvidia-smi topo -m} judges it: over NVLink where a
 * link is up, else over PCIe.
 *
 * @param rows one a GPU in index order, each with one cell a GPU
 */
public record LinkMatrix(List<List<Cell>> rows) {

  public LinkMatrix {
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** How one GPU reaches another. */
  public sealed interface Cell {}

  /** The GPU itself. */
  public record Self() implements Cell {}

  /**
   * Over NVLink, directly or through switches.
   *
   * @param links that are up between the two, at least 1
   */
  public record OverNvLink(int links) implements Cell {}

  /**
   * Over PCIe.
   *
   * @param level the nearest common ancestor
   */
  public record OverPcie(PcieLevel level) implements Cell {}

  /** NVML does not tell. */
  public record Unknown() implements Cell {}

  /** The matrix of the GPUs of {@code node}. */
  public static LinkMatrix of(NodeSnapshot node) {
    var rows = new ArrayList<List<Cell>>();
    for (var from : node.gpus()) {
      var row = new ArrayList<Cell>();
      for (var to : node.gpus()) {
        row.add(cell(from, to, node.topology()));
      }
      rows.add(row);
    }
    return new LinkMatrix(rows);
  }

  private static Cell cell(GpuSample from, GpuSample to, NodeTopology topology) {
    if (from.identity().index() == to.identity().index()) {
      return new Self();
    }
    int links = links(from, to);
    return links > 0 ? new OverNvLink(links) : pcie(from, to, topology);
  }

  /** Direct links count one by one; links into switches reach every GPU that has some too. */
  private static int links(GpuSample from, GpuSample to) {
    int direct = direct(from, to.identity().pciBusId());
    return direct > 0 ? direct : Math.min(switched(from), switched(to));
  }

  private static int direct(GpuSample from, String pciBusId) {
    return count(from, remote -> remote.equals(new NvLink.ToGpu(pciBusId)));
  }

  private static int switched(GpuSample gpu) {
    return count(gpu, remote -> remote instanceof NvLink.ToSwitch);
  }

  private static int count(GpuSample gpu, Predicate<NvLink.Remote> leads) {
    return Math.toIntExact(
        gpu.nvLinks().stream().filter(LinkMatrix::up).map(NvLink::remote).filter(leads).count());
  }

  private static boolean up(NvLink link) {
    return link.active().toOptional().orElse(false);
  }

  private static Cell pcie(GpuSample from, GpuSample to, NodeTopology topology) {
    var pair = new Pair(from.identity().index(), to.identity().index());
    Reading<PcieLevel> level = topology.pcie().getOrDefault(pair, Reading.unsupported());
    return level.<Cell>map(OverPcie::new).toOptional().orElse(new Unknown());
  }
}
