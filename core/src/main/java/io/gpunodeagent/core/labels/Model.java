// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.mig.GpuFamily;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.topology.Gpus;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The GPUs of one model.
 *
 * @param name as NVML gives it
 * @param gpus in index order, at least one
 */
record Model(String name, List<GpuSample> gpus) {

  private static final long MIB = 1024 * 1024;

  Model {
    gpus = List.copyOf(gpus);
  }

  /**
   * The models, the one the node is labelled by first: that of most GPUs, of those the one with the
   * lowest index. GPU Feature Discovery leaves it to chance.
   */
  static List<Model> of(List<GpuSample> gpus) {
    var byName = new LinkedHashMap<String, List<GpuSample>>();
    for (var gpu : gpus) {
      byName.computeIfAbsent(gpu.identity().name(), _ -> new ArrayList<>()).add(gpu);
    }
    var models = new ArrayList<Model>();
    byName.forEach((name, alike) -> models.add(new Model(name, alike)));
    models.sort(Comparator.comparingInt((Model model) -> -model.gpus().size()));
    return models;
  }

  /** The labels of full GPUs. */
  void write(Sharing sharing, LabelCollector out) {
    if (gpus.stream().allMatch(GpuSample::migEnabled)) {
      Product.writeUnshared(ResourceLabels.GPU, Product.name(name), gpus.size(), out);
    } else {
      Product.write(ResourceLabels.GPU, Product.name(name), gpus.size(), sharing, out);
    }
    var memory = ResourceLabels.GPU + ".memory";
    out.take(reading(DeviceSignal.MEMORY_TOTAL), bytes -> memory(memory, bytes, out), memory);
    var compute = ResourceLabels.GPU + ".compute.";
    var family = ResourceLabels.GPU + ".family";
    out.take(
        reading(DeviceSignal.COMPUTE_CAPABILITY),
        capability -> architecture(GpuFamily.of(capability), compute, family, out),
        compute + "*",
        family);
  }

  private static void memory(String key, long bytes, LabelCollector out) {
    if (bytes > 0) {
      out.put(key, bytes / MIB);
    }
  }

  private static void architecture(
      GpuFamily architecture, String compute, String family, LabelCollector out) {
    if (architecture.major() > 0) {
      out.put(compute + "major", architecture.major());
      out.put(compute + "minor", architecture.minor());
      out.put(family, architecture.label());
    }
  }

  /**
   * The last GPU speaks for all, those without MIG before those with it, as in GPU Feature
   * Discovery; where it cannot be read, one that can.
   */
  <T> Reading<T> reading(Signal<T> signal) {
    var speakers = new ArrayList<>(gpus.reversed());
    speakers.sort(Comparator.comparing(GpuSample::migEnabled));
    return speakers.stream()
        .map(gpu -> Gpus.reading(gpu, signal))
        .filter(reading -> reading instanceof Reading.Value<T>)
        .findFirst()
        .orElseGet(() -> Gpus.reading(speakers.getFirst(), signal));
  }
}
