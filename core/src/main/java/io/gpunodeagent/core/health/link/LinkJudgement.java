// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.link;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NvLink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which GPUs have fewer NVLinks up than they should: the one judgement that health and labels
 * share.
 *
 * <p>A GPU with some links up should have as many as its model has, as many to switches as another
 * GPU of its model, and as many to another GPU as that one has to it. Where no GPU of a model has
 * any, there is nothing to link to: so virtual machines get theirs, be it one or several. A GPU of
 * which some link cannot be read is not judged.
 */
public final class LinkJudgement {

  private LinkJudgement() {}

  /** How many links should be up, by UUID of the GPUs that have fewer. */
  public static Map<String, Integer> shortages(List<GpuSample> gpus) {
    var shortages = new HashMap<String, Integer>();
    for (var gpu : gpus) {
      int up = up(gpu, _ -> true);
      int expected = isReadable(gpu) ? expected(gpu, up, gpus) : up;
      if (up < expected) {
        shortages.put(gpu.identity().uuid(), expected);
      }
    }
    return shortages;
  }

  private static boolean isReadable(GpuSample gpu) {
    return !gpu.nvLinks().isEmpty()
        && gpu.nvLinks().stream().allMatch(link -> link.active() instanceof Reading.Value<Boolean>);
  }

  private static int expected(GpuSample gpu, int up, List<GpuSample> gpus) {
    var name = gpu.identity().name();
    var alike = gpus.stream().filter(peer -> peer.identity().name().equals(name)).toList();
    int ofModel =
        up == 0
            ? 0
            : LinkExpectation.of(name).map(known -> known.expected(up, alike.size())).orElse(up);
    return Math.max(ofModel, Math.max(toSwitches(gpu, alike), up + toPeers(gpu, gpus)));
  }

  /** As many as the most on any GPU of the model; 0 for a GPU without links to switches. */
  private static int toSwitches(GpuSample gpu, List<GpuSample> alike) {
    boolean switched =
        gpu.nvLinks().stream().anyMatch(link -> link.remote() instanceof NvLink.ToSwitch);
    return switched
        ? alike.stream()
            .mapToInt(peer -> up(peer, NvLink.ToSwitch.class::isInstance))
            .max()
            .orElse(0)
        : 0;
  }

  /** How many links other GPUs have to this one beyond those it has to them. */
  private static int toPeers(GpuSample gpu, List<GpuSample> gpus) {
    return gpus.stream().mapToInt(peer -> Math.max(0, to(peer, gpu) - to(gpu, peer))).sum();
  }

  private static int to(GpuSample from, GpuSample to) {
    return up(from, remote -> remote.equals(new NvLink.ToGpu(to.identity().pciBusId())));
  }

  private static int up(GpuSample gpu, Predicate<NvLink.Remote> leads) {
    return Math.toIntExact(
        gpu.nvLinks().stream()
            .filter(link -> link.active().toOptional().orElse(false))
            .map(NvLink::remote)
            .filter(leads)
            .count());
  }
}
