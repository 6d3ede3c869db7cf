// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.offer;

import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NodeTopology.PcieLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which devices a container is best given: whole GPUs with the most NVLinks between them, replicas
 * of the devices that are shared least so far. The order is that of NVIDIA's device plugin: any
 * NVLink is better than any way over PCIe, and near is better than far.
 */
public final class Preference {

  /** NVLinks count for more than the best way over PCIe. */
  private static final int A_LINK = 100;

  /** More GPUs than a node has: beyond them every choice is looked through no more. */
  private static final int MOST_GPUS = 16;

  private final List<String> uuids;
  private final LinkMatrix links;

  /**
   * Among GPUs.
   *
   * @param uuids one a row of {@code links}
   */
  Preference(List<String> uuids, LinkMatrix links) {
    this.uuids = List.copyOf(uuids);
    this.links = links;
  }

  /** Among the devices of {@code node}. */
  public static Preference of(NodeSnapshot node) {
    var uuids = node.gpus().stream().map(gpu -> gpu.identity().uuid()).toList();
    return new Preference(uuids, LinkMatrix.of(node));
  }

  /**
   * The devices to give.
   *
   * @param available that no container has
   * @param required of them, that are to be among the chosen
   * @param count of devices to choose
   * @return {@code count} ids, the required ones first; all of them where there are fewer
   */
  public List<String> choose(List<String> available, List<String> required, int count) {
    var chosen = new LinkedHashSet<>(required);
    var left = available.stream().filter(id -> !chosen.contains(id)).toList();
    boolean whole =
        available.size() <= MOST_GPUS
            && uuids.containsAll(available)
            && uuids.containsAll(required);
    if (whole && left.size() > count - chosen.size()) {
      return linked(List.copyOf(chosen), left, count);
    }
    spread(chosen, left, count);
    return List.copyOf(chosen);
  }

  /** Takes from the device with the most replicas left; the earliest of several. */
  private static void spread(Set<String> chosen, List<String> left, int count) {
    var open = new ArrayList<>(left);
    while (chosen.size() < count && !open.isEmpty()) {
      var free = new HashMap<String, Integer>();
      open.forEach(id -> free.merge(OfferedDevice.uuid(id), 1, Integer::sum));
      var used = new HashSet<String>();
      chosen.forEach(id -> used.add(OfferedDevice.uuid(id)));
      var best =
          open.stream()
              .max(
                  Comparator.<String, Boolean>comparing(
                          id -> !used.contains(OfferedDevice.uuid(id)))
                      .thenComparingInt(id -> free.getOrDefault(OfferedDevice.uuid(id), 0))
                      .thenComparingInt(id -> -open.indexOf(id)))
              .orElseThrow();
      chosen.add(best);
      open.remove(best);
    }
  }

  /** Every choice is weighed: at most 12,870 for 8 of 16 GPUs. */
  private List<String> linked(List<String> required, List<String> left, int count) {
    var best = new Best(required);
    extend(required, 0, left, 0, count, best);
    return best.chosen;
  }

  private void extend(
      List<String> chosen, int score, List<String> left, int from, int count, Best best) {
    if (chosen.size() >= count) {
      best.offer(chosen, score);
      return;
    }
    for (int next = from; next < left.size(); next++) {
      var candidate = left.get(next);
      int gain = chosen.stream().mapToInt(other -> score(other, candidate)).sum();
      var more = new ArrayList<>(chosen);
      more.add(candidate);
      extend(more, score + gain, left, next + 1, count, best);
    }
  }

  private int score(String one, String other) {
    return switch (links.rows().get(uuids.indexOf(one)).get(uuids.indexOf(other))) {
      case LinkMatrix.Self _, LinkMatrix.Unknown _ -> 0;
      case LinkMatrix.OverNvLink(int count) -> A_LINK * count;
      case LinkMatrix.OverPcie(var level) -> PcieLevel.SYSTEM.code() + 10 - level.code();
    };
  }

  /** The best choice so far; the first of several. */
  private static final class Best {

    private List<String> chosen;
    private int score = -1;

    Best(List<String> chosen) {
      this.chosen = chosen;
    }

    void offer(List<String> choice, int points) {
      if (points > score) {
        score = points;
        chosen = List.copyOf(choice);
      }
    }
  }
}
