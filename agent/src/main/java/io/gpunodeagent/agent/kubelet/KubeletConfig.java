// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the kubelet is asked for allocations.
 *
 * @param enabled whether it is asked at all
 * @param socket the PodResources socket; it may be absent, and be replaced at any time
 * @param period between two questions, 1 s to 10 min; pod events hasten the next one
 * @param timeout from connecting to the last byte of an answer, 100 ms to 60 s
 * @param resources extended resources that are GPUs: a name, or the beginning of names and {@code
 *     *}
 * @param draDrivers drivers whose DRA devices are GPUs
 */
public record KubeletConfig(
    boolean enabled,
    Path socket,
    Duration period,
    Duration timeout,
    List<String> resources,
    Set<String> draDrivers) {

  public KubeletConfig {
    resources = List.copyOf(resources);
    draDrivers = Set.copyOf(draDrivers);
  }
}
