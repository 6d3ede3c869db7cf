// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.mig;

import io.gpunodeagent.core.labels.mig.MigGeometry.Profile;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.MigInstance.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How one GPU is partitioned, and what still fits.
 *
 * @param gpu it is
 * @param freeSlices of compute; empty where the GPU's geometry or an instance's size is not known
 * @param fits memory slices at which one more instance may begin, by profile, none where it does
 *     not fit; empty without the right to read where instances lie
 */
public record MigLayout(
    GpuSample gpu,
    Optional<Integer> freeSlices,
    Optional<SequencedMap<String, List<Integer>>> fits) {

  /** Of a GPU with MIG enabled. */
  public static MigLayout of(GpuSample gpu) {
    var geometry = MigGeometry.of(gpu);
    var free = geometry.flatMap(known -> freeSlices(known, gpu));
    return new MigLayout(
        gpu, free, geometry.flatMap(known -> free.flatMap(slices -> fits(known, slices, gpu))));
  }

  private static Optional<Integer> freeSlices(MigGeometry geometry, GpuSample gpu) {
    int free = geometry.computeSlices();
    for (var instance : gpu.migInstances()) {
      int slices = slices(instance);
      if (slices == 0) {
        return Optional.empty();
      }
      free -= slices;
    }
    return Optional.of(Math.max(0, free));
  }

  /** Compute slices of an instance, as its profile says; 0 when it does not say. */
  private static int slices(MigInstance instance) {
    var digits = instance.profile().replaceFirst("^(\\d+)g\\..*", "$1");
    return digits.matches("\\d") ? Integer.parseInt(digits) : 0;
  }

  private static Optional<SequencedMap<String, List<Integer>>> fits(
      MigGeometry geometry, int freeSlices, GpuSample gpu) {
    var taken = new ArrayList<Placement>();
    for (var instance : gpu.migInstances()) {
      var placement = instance.placement().toOptional();
      if (placement.isEmpty()) {
        return Optional.empty();
      }
      taken.add(placement.get());
    }
    var bytes = gpu.readings().get(DeviceSignal.MEMORY_TOTAL).toOptional();
    return bytes
        .filter(total -> total > 0)
        .map(
            total -> {
              var fits = new TreeMap<String, List<Integer>>();
              for (var profile : geometry.profiles()) {
                var name = geometry.name(profile, total);
                boolean more =
                    profile.computeSlices() <= freeSlices && count(gpu, name) < profile.most();
                fits.put(name, more ? starts(profile, taken) : List.of());
              }
              return fits;
            });
  }

  private static long count(GpuSample gpu, String profile) {
    return gpu.migInstances().stream()
        .filter(instance -> MigProfileName.resource(instance.profile()).equals(profile))
        .count();
  }

  private static List<Integer> starts(Profile profile, List<Placement> taken) {
    return profile.starts().stream()
        .filter(
            start ->
                taken.stream()
                    .allMatch(
                        place ->
                            start + profile.memorySlices() <= place.start()
                                || place.start() + place.size() <= start))
        .toList();
  }

  /**
   * How many more instances of a profile fit at once; 0 for a profile the GPU does not have. Its
   * starts never overlap, so that the free ones count, as far as compute slices last.
   */
  public int room(String profile) {
    var starts = fits.map(all -> all.getOrDefault(profile, List.of()).size()).orElse(0);
    var geometry = MigGeometry.of(gpu);
    var bytes = gpu.readings().get(DeviceSignal.MEMORY_TOTAL).toOptional();
    if (starts == 0 || geometry.isEmpty() || bytes.isEmpty()) {
      return 0;
    }
    return geometry.get().profiles().stream()
        .filter(one -> geometry.get().name(one, bytes.get()).equals(profile))
        .mapToInt(
            one ->
                Math.min(
                    starts,
                    Math.min(
                        freeSlices.orElse(0) / one.computeSlices(),
                        one.most() - Math.toIntExact(count(gpu, profile)))))
        .findFirst()
        .orElse(0);
  }
}
