// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.topology;

import io.gpunodeagent.core.snapshot.LinkMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which GPUs of a matrix are joined by NVLink, by row. */
final class LinkGraph {

  private static final int CUBE_MESH = 8;
  private static final int CUBE_MESH_PEERS = 4;
  private static final int QUAD = 4;

  private final int[][] links;

  private LinkGraph(int[][] links) {
    this.links = links;
  }

  static LinkGraph of(LinkMatrix matrix) {
    int size = matrix.rows().size();
    var links = new int[size][size];
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        links[from][to] =
            matrix.rows().get(from).get(to) instanceof LinkMatrix.OverNvLink(var count) ? count : 0;
      }
    }
    return new LinkGraph(links);
  }

  int size() {
    return links.length;
  }

  /** NVLinks between two GPUs; where the two ends differ, the fewer that both have. */
  int between(int from, int to) {
    return Math.min(links[from][to], links[to][from]);
  }

  private boolean joined(int from, int to) {
    return between(from, to) > 0;
  }

  /** GPUs that reach each other over NVLink, through others if need be; single ones included. */
  List<List<Integer>> islands() {
    var islands = new ArrayList<List<Integer>>();
    var seen = new TreeSet<Integer>();
    for (int start = 0; start < size(); start++) {
      if (!seen.contains(start)) {
        var island = reach(start);
        seen.addAll(island);
        islands.add(island);
      }
    }
    return islands;
  }

  private List<Integer> reach(int start) {
    var reached = new TreeSet<>(List.of(start));
    var open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      int from = open.removeLast();
      for (int to = 0; to < size(); to++) {
        if (joined(from, to) && reached.add(to)) {
          open.add(to);
        }
      }
    }
    return List.copyOf(reached);
  }

  /** Whether each of these GPUs is joined with each other one. */
  boolean complete(List<Integer> gpus) {
    return gpus.stream()
        .allMatch(from -> gpus.stream().allMatch(to -> from.equals(to) || joined(from, to)));
  }

  /**
   * The shape.
   *
   * @param switched whether every GPU is joined to switches
   */
  NvLinkShape shape(boolean switched) {
    var islands = islands();
    int largest = islands.stream().mapToInt(List::size).max().orElse(0);
    if (largest == size() && switched && size() > 0 && complete(islands.getFirst())) {
      return NvLinkShape.NVSWITCH;
    }
    if (largest < 2) {
      return NvLinkShape.NONE;
    }
    if (islands.stream().allMatch(island -> island.size() == 2)) {
      return NvLinkShape.PAIRS;
    }
    if (largest == size() && complete(islands.getFirst())) {
      return NvLinkShape.FULL_MESH;
    }
    return cubeMesh() ? NvLinkShape.HYBRID_CUBE_MESH : NvLinkShape.PARTIAL;
  }

  private boolean cubeMesh() {
    if (size() != CUBE_MESH || !eachHasFourPeers()) {
      return false;
    }
    // The one peer of GPU 0 that is left out is its partner in the other half.
    var peers = peers(0);
    return peers.stream()
        .anyMatch(
            partner -> {
              var half = new ArrayList<>(peers);
              half.removeIf(partner::equals);
              half.add(0);
              return halves(half);
            });
  }

  private boolean eachHasFourPeers() {
    for (int gpu = 0; gpu < size(); gpu++) {
      if (peers(gpu).size() != CUBE_MESH_PEERS) {
        return false;
      }
    }
    return true;
  }

  /** With four peers each, two complete halves leave exactly one peer across to each GPU. */
  private boolean halves(List<Integer> half) {
    var other = new ArrayList<Integer>();
    for (int gpu = 0; gpu < size(); gpu++) {
      if (!half.contains(gpu)) {
        other.add(gpu);
      }
    }
    return half.size() == QUAD && complete(half) && complete(other);
  }

  private List<Integer> peers(int gpu) {
    var peers = new ArrayList<Integer>();
    for (int to = 0; to < size(); to++) {
      if (to != gpu && joined(gpu, to)) {
        peers.add(to);
      }
    }
    return peers;
  }
}
