// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A GPU of the scenario under the names the library gives it.
 *
 * @param index in NVML's order
 * @param uuid {@code GPU-…}
 * @param minor of {@code /dev/nvidia<minor>}
 * @param product such as {@code NVIDIA H100 80GB HBM3}
 * @param memoryMib total, in MiB
 * @param busId PCI address, {@code 00000000:1B:00.0}
 * @param layouts of MIG over time, the earliest first; none where MIG is never described
 */
public record Gpu(
    int index,
    String uuid,
    int minor,
    String product,
    long memoryMib,
    String busId,
    List<Layout> layouts) {

  public Gpu {
    layouts = List.copyOf(layouts);
  }

  /** How it is partitioned at a moment; empty when it is not. */
  public Optional<Layout> layoutAt(double seconds) {
    return layouts.stream()
        .filter(layout -> layout.from() <= seconds)
        .reduce((_, later) -> later)
        .filter(Layout::enabled);
  }

  /** The DRA driver's name of it. */
  public String draName() {
    return "gpu-" + minor;
  }

  /** The DRA driver's name of a MIG device of it. */
  public String draName(Instance instance) {
    var profile =
        instance.profile().toLowerCase(Locale.ROOT).replace(".", "").replaceAll("[^a-z0-9]", "-");
    return "gpu-%d-mig-%s-%d-%d".formatted(minor, profile, instance.profileId(), instance.start());
  }

  /**
   * A partition.
   *
   * @param from when it begins, in seconds
   * @param enabled whether MIG is on
   */
  public record Layout(double from, boolean enabled, List<Instance> instances) {

    public Layout {
      instances = List.copyOf(instances);
    }

    Optional<Instance> instance(long id) {
      return instances.stream().filter(one -> one.id() == id).findFirst();
    }
  }

  /**
   * A GPU instance.
   *
   * @param profile such as {@code 3g.20gb}
   * @param start placement, in memory slices
   * @param memoryMib of it, in MiB
   * @param computeUuids {@code MIG-…} of its compute instances, by their id
   */
  public record Instance(
      int id, String profile, int profileId, int start, long memoryMib, List<String> computeUuids) {

    public Instance {
      computeUuids = List.copyOf(computeUuids);
    }
  }
}
