// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Jobs of a batch scheduler by what they were given, as its prologue wrote them down.
 *
 * @param jobs ids, none empty, in the order written
 */
public record HpcJobs(Map<Place, List<String>> jobs) {

  public HpcJobs {
    var copy = HashMap.<Place, List<String>>newHashMap(jobs.size());
    jobs.forEach((place, ids) -> copy.put(place, List.copyOf(ids)));
    jobs = Collections.unmodifiableMap(copy);
  }

  /**
   * A GPU or one of its instances.
   *
   * @param gpu NVML index
   * @param gpuInstanceId NVML's id; empty for the whole GPU
   */
  public record Place(int gpu, OptionalInt gpuInstanceId) {}

  /** No jobs. */
  public static HpcJobs none() {
    return new HpcJobs(Map.of());
  }

  /** The jobs of a GPU or instance; an instance without any has those of its GPU. */
  public List<String> of(Place place) {
    var own = jobs.getOrDefault(place, List.of());
    return own.isEmpty() && place.gpuInstanceId().isPresent()
        ? jobs.getOrDefault(new Place(place.gpu(), OptionalInt.empty()), List.of())
        : own;
  }
}
