// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.mig.MigProfileName;
import io.gpunodeagent.core.labels.plugin.Sharing;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigAttributes;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** MIG devices by profile, as the device plugin names resources after them. */
final class MigDevices {

  private MigDevices() {}

  /**
   * MIG devices of one profile.
   *
   * @param parent the GPU of the first, which speaks for all
   * @param first of them in index order
   * @param count of them on the node
   */
  record Alike(GpuSample parent, ComputeInstance first, int count) {

    private Alike oneMore() {
      return new Alike(parent, first, count + 1);
    }

    /** The labels of the resource these devices are offered as. */
    void write(String resource, String profile, Sharing sharing, LabelCollector out) {
      var product = Product.name(parent.identity().name(), "MIG", profile);
      Product.write(resource, product, count, sharing, out);
      out.take(
          first.attributes(),
          attributes -> attributes(resource, attributes, out),
          resource + ".memory",
          resource + ".multiprocessors",
          resource + ".slices.*",
          resource + ".engines.*");
    }

    private static void attributes(String resource, MigAttributes of, LabelCollector out) {
      out.put(resource + ".memory", of.memoryMebibytes());
      out.put(resource + ".multiprocessors", of.multiprocessors());
      out.put(resource + ".slices.gi", of.gpuSlices());
      out.put(resource + ".slices.ci", of.computeSlices());
      out.put(resource + ".engines.copy", of.engines().copy());
      out.put(resource + ".engines.decoder", of.engines().decoder());
      out.put(resource + ".engines.encoder", of.engines().encoder());
      out.put(resource + ".engines.jpeg", of.engines().jpeg());
      out.put(resource + ".engines.ofa", of.engines().ofa());
    }
  }

  /**
   * The devices of all GPUs by the name of their profile; a GPU without any adds none. Empty when
   * the profile of some device is unknown, and with it all that depends on it.
   */
  static Optional<Map<String, Alike>> of(List<GpuSample> gpus, LabelCollector out) {
    var byProfile = new TreeMap<String, Alike>();
    for (var gpu : gpus) {
      for (var instance : gpu.migInstances()) {
        for (var device : instance.computeInstances()) {
          var name = MigProfileName.of(gpu, device);
          if (name.isEmpty()) {
            withhold(device, out);
            return Optional.empty();
          }
          byProfile.merge(name.get(), new Alike(gpu, device, 1), (known, _) -> known.oneMore());
        }
      }
    }
    return Optional.of(byProfile);
  }

  private static void withhold(ComputeInstance device, LabelCollector out) {
    out.withhold(ResourceLabels.GPU + ".", "");
    out.unknown(ResourceLabels.GPU + ".*", ResourceLabels.MIG_RESOURCES + "*");
    out.problem(
        device.uuid(),
        "NVML does not say which profile this MIG device has",
        "labels of GPUs and MIG devices keep their last good values");
  }
}
