// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.sources.PodInfo;
import java.util.Optional;

/**
 * What the annotations {@code gpu-fraction} and {@code gpu-memory} (MiB) of KAI and Run:ai say of a
 * pod that shares a GPU, or of each where it shares several.
 */
public final class GpuFraction {

  private static final String FRACTION = "gpu-fraction";
  private static final String MEMORY = "gpu-memory";
  private static final int MEBIBYTE = 1 << 20;
  private static final int LONGEST = 18;

  private GpuFraction() {}

  /** Whether the pod shares a GPU that another pod keeps for it. */
  public static boolean shares(PodInfo pod) {
    return !pod.gpuGroups().isEmpty() && asks(pod);
  }

  /** Whether the pod keeps a GPU for others. */
  public static boolean keeps(PodInfo pod) {
    return !pod.gpuGroups().isEmpty() && !asks(pod);
  }

  /** How much of the GPU it was given; empty for a pod that shares none so. */
  static Optional<Portion> of(PodInfo pod) {
    if (!shares(pod)) {
      return Optional.empty();
    }
    var fraction = number(pod, FRACTION);
    if (fraction.isPresent()) {
      return Optional.of(
          fraction.get() > 0 && fraction.get() <= 1
              ? new Portion.Fraction(fraction.get())
              : new Portion.Unstated());
    }
    return Optional.of(
        number(pod, MEMORY)
            .filter(mebibytes -> mebibytes >= 1)
            .<Portion>map(mebibytes -> new Portion.Memory(mebibytes.longValue() * MEBIBYTE))
            .orElseGet(Portion.Unstated::new));
  }

  private static boolean asks(PodInfo pod) {
    return pod.annotations().containsKey(FRACTION) || pod.annotations().containsKey(MEMORY);
  }

  private static Optional<Double> number(PodInfo pod, String annotation) {
    return Optional.ofNullable(pod.annotations().get(annotation))
        .map(String::strip)
        .filter(text -> text.length() <= LONGEST && text.matches("[0-9]+(?:\\.[0-9]+)?"))
        .map(Double::valueOf);
  }
}
