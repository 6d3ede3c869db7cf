// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.sources.ContainerName;
import io.gpunodeagent.core.usage.clock.Activity;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Counts the devices of each pod by state. */
final class PodSums {

  private final AttributedSnapshot attributed;
  private final LinkedHashMap<PodUsage.Key, Map<Activity, Integer>> counts = new LinkedHashMap<>();

  private final Set<PodName> incomplete = new HashSet<>();

  PodSums(AttributedSnapshot attributed) {
    this.attributed = attributed;
  }

  /** Counts what is held. */
  PodSums add(Map<AllocationKey, Account> accounts) {
    accounts.forEach(
        (key, account) ->
            counts
                .computeIfAbsent(pod(key), _ -> new EnumMap<>(Activity.class))
                .merge(account.activity(), 1, Integer::sum));
    return this;
  }

  /** Counts what a pod held before and this sample lacks, if the pod still holds something. */
  void missing(AllocationKey key) {
    var states = counts.get(pod(key));
    if (states != null) {
      incomplete.add(new PodName(key.container()));
      states.merge(Activity.UNKNOWN, 1, Integer::sum);
    }
  }

  /** The pods, with what each was given that cannot be found, unless it is counted as missing. */
  SequencedMap<PodUsage.Key, PodUsage> sums() {
    attributed.unplaced().forEach(this::unplaced);
    var pods = new LinkedHashMap<PodUsage.Key, PodUsage>();
    counts.forEach((key, states) -> pods.put(key, PodUsage.of(states)));
    return pods;
  }

  private void unplaced(Unplaced unplaced) {
    var holder = unplaced.allocation().holder();
    if (unplaced.reason().lives() && !incomplete.contains(new PodName(holder))) {
      counts.forEach(
          (key, states) -> {
            if (key.namespace().equals(holder.namespace()) && key.name().equals(holder.pod())) {
              states.merge(Activity.UNKNOWN, 1, Integer::sum);
            }
          });
    }
  }

  private static PodUsage.Key pod(AllocationKey key) {
    var container = key.container();
    return new PodUsage.Key(container.namespace(), container.pod(), key.podUid());
  }

  private record PodName(String namespace, String pod) {
    PodName(ContainerName container) {
      this(container.namespace(), container.pod());
    }
  }
}
