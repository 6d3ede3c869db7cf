// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.agent.history.HistoryView.Gpu;
import io.gpunodeagent.agent.history.HistoryView.Instance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * Seconds of the history, more than it keeps: what it held at one time and what it held later.
 *
 * @param slots seconds, the length of each series
 * @param gpus by index, the series oldest first; NaN where nothing was read
 */
public record SecondsView(int slots, List<Gpu> gpus) {

  private static final int KEPT = Resolution.SECOND.slots();

  public SecondsView {
    gpus = List.copyOf(gpus);
  }

  /**
   * From where {@code first} begins to where {@code last} ends.
   *
   * @param first seconds of the history
   * @param last seconds of the same history, as late or later
   * @param silence seconds from the latest sample of {@code last} to the end: slots without a value
   * @param most seconds after the end of {@code first}; what is later is left out
   */
  public static SecondsView joined(HistoryView first, HistoryView last, int silence, int most) {
    int shift = Math.clamp(last.second() - first.second(), 0, Integer.MAX_VALUE);
    int slots = KEPT + (int) Math.min(most, (long) shift + silence);
    var gpus = new ArrayList<Gpu>();
    for (var gpu : last.gpus()) {
      gpus.add(joined(find(first.gpus(), gpu), Optional.of(gpu), shift, slots));
    }
    for (var gpu : first.gpus()) {
      if (find(last.gpus(), gpu).isEmpty()) {
        gpus.add(joined(Optional.of(gpu), Optional.empty(), shift, slots));
      }
    }
    gpus.sort(Comparator.comparingInt(Gpu::index).thenComparing(Gpu::uuid));
    return new SecondsView(slots, gpus);
  }

  private static Optional<Gpu> find(List<Gpu> gpus, Gpu wanted) {
    return gpus.stream().filter(gpu -> gpu.uuid().equals(wanted.uuid())).findFirst();
  }

  /** Of one GPU, which at least one of the two has. */
  private static Gpu joined(Optional<Gpu> first, Optional<Gpu> last, int shift, int slots) {
    var series = new EnumMap<HistorySignal, float[]>(HistorySignal.class);
    for (var signal : HistorySignal.values()) {
      var earlier = first.flatMap(gpu -> Optional.ofNullable(gpu.series().get(signal)));
      var later = last.flatMap(gpu -> Optional.ofNullable(gpu.series().get(signal)));
      series.put(signal, joinedValues(earlier, later, shift, slots));
    }
    var any = last.or(() -> first).orElseThrow();
    return new Gpu(any.uuid(), any.index(), series, instances(first, last, shift, slots));
  }

  private static List<Instance> instances(
      Optional<Gpu> first, Optional<Gpu> last, int shift, int slots) {
    var earlier = first.map(Gpu::instances).orElse(List.of());
    var later = last.map(Gpu::instances).orElse(List.of());
    var all = new ArrayList<Instance>();
    for (var one : later) {
      var before = find(earlier, one).map(Instance::smActivityPercent);
      all.add(
          instance(one, joinedValues(before, Optional.of(one.smActivityPercent()), shift, slots)));
    }
    for (var one : earlier) {
      if (find(later, one).isEmpty()) {
        var values = Optional.of(one.smActivityPercent());
        all.add(instance(one, joinedValues(values, Optional.empty(), shift, slots)));
      }
    }
    return all;
  }

  private static Optional<Instance> find(List<Instance> instances, Instance wanted) {
    return instances.stream()
        .filter(
            one ->
                one.gpuInstanceId() == wanted.gpuInstanceId()
                    && one.profile().equals(wanted.profile()))
        .findFirst();
  }

  private static Instance instance(Instance of, float[] values) {
    return new Instance(of.gpuInstanceId(), of.profile(), values);
  }

  private static float[] joinedValues(
      Optional<float[]> first, Optional<float[]> last, int shift, int slots) {
    var values = new float[slots];
    Arrays.fill(values, Float.NaN);
    first.ifPresent(earlier -> put(earlier, values, 0));
    last.ifPresent(later -> put(later, values, shift));
    return values;
  }

  private static void put(float[] from, float[] into, int at) {
    for (int slot = 0; slot < from.length && at + slot < into.length; slot++) {
      if (!Float.isNaN(from[slot])) {
        into[at + slot] = from[slot];
      }
    }
  }
}
