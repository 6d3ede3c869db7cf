// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.topology;

import io.gpunodeagent.core.health.link.LinkJudgement;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the GPUs of a node lie to each other.
 *
 * @param shape of the NVLinks
 * @param gpus in index order
 * @param islands GPUs that reach each other over NVLink, by place in {@code gpus}; single ones too
 * @param matrix how each reaches each other one
 * @param bandwidth NVLink bandwidth of each pair in one direction, GB/s of 10^9; 0 without links,
 *     empty where the links' speed is not known
 * @param degraded whether some GPU has fewer links up than it should
 * @param unknown whether some link's state could not be read, so that shape and links may be wrong
 */
public record Topology(
    NvLinkShape shape,
    List<Gpu> gpus,
    List<List<Integer>> islands,
    LinkMatrix matrix,
    List<List<OptionalDouble>> bandwidth,
    boolean degraded,
    boolean unknown) {

  public Topology {
    gpus = List.copyOf(gpus);
    islands = islands.stream().map(List::copyOf).toList();
    bandwidth = bandwidth.stream().map(List::copyOf).toList();
  }

  /**
   * One GPU's part.
   *
   * @param index NVML's
   * @param uuid {@code GPU-…}
   * @param links NVLinks that are up
   * @param missing whether they are fewer than they should be
   * @param generation of NVLink; 0 without
   * @param numa nodes near it, in list form
   */
  public record Gpu(
      int index, String uuid, int links, boolean missing, int generation, Optional<String> numa) {}

  /** The topology of the GPUs that are labelled. */
  public static Topology of(NodeSnapshot node) {
    return of(node, Gpus.ofWork(node));
  }

  public static Topology of(NodeSnapshot node, List<GpuSample> gpus) {
    var states = gpus.stream().map(NvLinkStates::of).toList();
    var matrix = LinkMatrix.of(withOnly(node, gpus));
    var graph = LinkGraph.of(matrix);
    boolean switched = states.stream().allMatch(state -> state.switched() > 0);
    var missing = LinkJudgement.shortages(gpus).keySet();
    var parts = new ArrayList<Gpu>();
    for (int i = 0; i < gpus.size(); i++) {
      var identity = gpus.get(i).identity();
      parts.add(
          new Gpu(
              identity.index(),
              identity.uuid(),
              states.get(i).up(),
              missing.contains(identity.uuid()),
              NvLinkStates.generation(gpus.get(i)),
              numa(node, identity.index())));
    }
    return new Topology(
        graph.shape(switched),
        parts,
        graph.islands(),
        matrix,
        bandwidth(gpus, graph),
        !missing.isEmpty(),
        states.stream().anyMatch(NvLinkStates::unknown));
  }

  private static NodeSnapshot withOnly(NodeSnapshot node, List<GpuSample> gpus) {
    return new NodeSnapshot(
        node.sequence(),
        node.takenAt(),
        node.monotonic(),
        node.driver(),
        node.simulated(),
        gpus,
        node.topology(),
        node.statistics());
  }

  private static Optional<String> numa(NodeSnapshot node, int index) {
    var affinities = node.topology().affinities();
    Reading<String> nodes =
        index < affinities.size() ? affinities.get(index).memoryNodes() : Reading.unsupported();
    return nodes.toOptional();
  }

  private static List<List<OptionalDouble>> bandwidth(List<GpuSample> gpus, LinkGraph graph) {
    var rows = new ArrayList<List<OptionalDouble>>();
    for (int from = 0; from < gpus.size(); from++) {
      var row = new ArrayList<OptionalDouble>();
      var each = NvLinkStates.gigabytesPerSecond(gpus.get(from));
      for (int to = 0; to < gpus.size(); to++) {
        int links = graph.between(from, to);
        row.add(
            links == 0 || each.isEmpty()
                ? (links == 0 ? OptionalDouble.of(0) : OptionalDouble.empty())
                : OptionalDouble.of(links * each.getAsDouble()));
      }
      rows.add(row);
    }
    return rows;
  }

  /** GPUs of the largest island, 1 where none are joined; 0 without GPUs. */
  public int largestIsland() {
    return islands.stream().mapToInt(List::size).max().orElse(0);
  }

  /** The fewest links up on a GPU that has some; 0 where none has. */
  public int linksPerGpu() {
    return gpus.stream().mapToInt(Gpu::links).filter(links -> links > 0).min().orElse(0);
  }
}
