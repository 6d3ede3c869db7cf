// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.overview;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.state.NodeState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The node in one line.
 *
 * @param gpus there are, those without readings included
 * @param held given to somebody; empty while that is not known of each
 * @param byUse how many are used how; the four make up {@code gpus}
 * @param power of the GPUs whose power and limit were both read
 */
public record NodeOverview(
    int gpus, OptionalInt held, Map<GpuUse.Kind, Integer> byUse, Power power) {

  public NodeOverview {
    byUse = Map.copyOf(byUse);
  }

  /**
   * Power of several GPUs.
   *
   * @param gpus whose power and enforced limit were read in the latest pass
   * @param milliwatts they use together
   * @param limitMilliwatts they may use together
   */
  public record Power(int gpus, long milliwatts, long limitMilliwatts) {

    private static Power of(List<GpuSample> all) {
      var sum = new Power(0, 0, 0);
      for (var gpu : all) {
        var used = gpu.readings().get(DeviceSignal.POWER_USAGE).toOptional();
        var limit = gpu.readings().get(DeviceSignal.POWER_LIMIT_ENFORCED).toOptional();
        if (gpu.fresh() && used.isPresent() && limit.isPresent()) {
          sum =
              new Power(
                  sum.gpus + 1, sum.milliwatts + used.get(), sum.limitMilliwatts + limit.get());
        }
      }
      return sum;
    }
  }

  /** How many GPUs are used as {@code kind} says. */
  public int count(GpuUse.Kind kind) {
    return byUse.getOrDefault(kind, 0);
  }

  /** Of {@code state}. A GPU that was never identified counts as unknown. */
  public static NodeOverview of(NodeState state) {
    var byUse = new EnumMap<GpuUse.Kind, Integer>(GpuUse.Kind.class);
    int held = 0;
    boolean known = true;
    for (var gpu : state.node().gpus()) {
      var use = GpuUse.of(state, gpu);
      byUse.merge(use.kind(), 1, Integer::sum);
      held += use.isHeld() ? 1 : 0;
      known &= use.held().isPresent();
    }
    int unreadable = state.node().absent().unreadable().size();
    if (unreadable > 0) {
      byUse.merge(GpuUse.Kind.UNKNOWN, unreadable, Integer::sum);
      known &= GpuUse.doubtOfHolders(state).isEmpty();
    }
    return new NodeOverview(
        state.node().gpus().size() + unreadable,
        known ? OptionalInt.of(held) : OptionalInt.empty(),
        byUse,
        Power.of(state.node().gpus()));
  }
}
