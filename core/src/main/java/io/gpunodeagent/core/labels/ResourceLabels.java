// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.snapshot.GpuSample;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The labels of what the device plugin offers: GPUs, and MIG devices by the strategy in force. */
final class ResourceLabels {

  static final String GPU = GfdLabels.PREFIX + "gpu";
  static final String MIG_RESOURCES = GfdLabels.PREFIX + "mig-";
  private static final String STRATEGY = GfdLabels.PREFIX + "mig.strategy";

  private final List<GpuSample> gpus;
  private final MigStrategy strategy;
  private final Sharing sharing;
  private final LabelCollector out;

  ResourceLabels(List<GpuSample> gpus, MigStrategy strategy, Sharing sharing, LabelCollector out) {
    this.gpus = gpus;
    this.strategy = strategy;
    this.sharing = sharing;
    this.out = out;
  }

  void write() {
    var models = Model.of(gpus);
    if (models.size() > 1) {
      out.problem(
          GPU + ".product",
          String.join(", ", models.stream().map(Model::name).toList()),
          "are several models, which share one set of labels",
          "they describe "
              + models.getFirst().name()
              + "; labels under "
              + Keys.PREFIX
              + " describe each");
    }
    models.getFirst().write(sharing, out);
    switch (strategy) {
      case NONE -> {}
      case SINGLE -> {
        out.put(STRATEGY, strategy.text());
        single();
      }
      case MIXED -> {
        out.put(STRATEGY, strategy.text());
        MigDevices.of(gpus, out).ifPresent(devices -> devices.forEach(this::mixed));
      }
    }
  }

  private void single() {
    var partitioned = gpus.stream().filter(GpuSample::migEnabled).toList();
    if (partitioned.isEmpty()) {
      return;
    }
    if (partitioned.stream().anyMatch(gpu -> gpu.migInstances().isEmpty())) {
      invalid(partitioned.getFirst(), "a GPU with MIG enabled has no MIG devices");
    } else if (partitioned.size() < gpus.size()) {
      invalid(partitioned.getFirst(), "MIG is enabled on some GPUs only");
    } else {
      alike(partitioned.getFirst());
    }
  }

  private void alike(GpuSample first) {
    MigDevices.of(gpus, out).ifPresent(devices -> alike(first, devices));
  }

  private void alike(GpuSample first, Map<String, MigDevices.Alike> devices) {
    if (devices.size() == 1) {
      // The device is offered in place of the whole GPU: what is said of that is not said of it.
      Stream.of("product", "count", "replicas", "sharing-strategy", "memory")
          .forEach(name -> out.remove(GPU + "." + name));
      devices.forEach((profile, device) -> device.write(GPU, profile, sharing, out));
    } else {
      invalid(first, "MIG devices are of several profiles: " + String.join(", ", devices.keySet()));
    }
  }

  private void mixed(String profile, MigDevices.Alike device) {
    device.write(MIG_RESOURCES + profile, profile, sharing, out);
  }

  private void invalid(GpuSample first, String found) {
    out.problem(
        STRATEGY,
        strategy.text(),
        "is not possible here, " + found,
        "make all MIG devices alike, or use the strategy mixed; until then no GPU is offered");
    out.put(GPU + ".product", Product.name(first.identity().name(), "MIG", "INVALID"));
    out.put(GPU + ".count", 0);
    out.put(GPU + ".replicas", 0);
    out.put(GPU + ".sharing-strategy", "");
    out.put(GPU + ".memory", 0);
  }
}
