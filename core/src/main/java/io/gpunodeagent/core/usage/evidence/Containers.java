// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.evidence;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.SourceState;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What kubelet and API server say of holders: who they are, and whether that may be believed. */
public final class Containers {

  private final Map<String, PodInfo> byUid = new HashMap<>();
  private final SourceState pods;
  private final SourceState allocations;

  public Containers(Pods pods, SourceState allocations) {
    this.pods = pods.state();
    this.allocations = allocations;
    pods.entries().forEach(pod -> byUid.put(pod.uid(), pod));
  }

  /** The id of the container that runs as {@code holder}; empty when there is none or unknown. */
  public Optional<String> running(DeviceUser.Container holder) {
    var pod = holder.podUid().isPresent() ? byUid.get(holder.podUid().get()) : null;
    if (pod != null) {
      for (var container : pod.containers()) {
        if (container.name().equals(holder.name().container())
            && container.startedAt().isPresent()) {
          return container.containerId();
        }
      }
    }
    return Optional.empty();
  }

  /** Why rest of {@code holder} is not proven, whatever the device says. */
  public Optional<Doubt> doubt(DeviceUser.Container holder) {
    if (!(allocations instanceof SourceState.Up)) {
      return Optional.of(Doubt.KUBELET_DOWN);
    }
    return switch (pods) {
      case SourceState.Off() -> Optional.empty();
      case SourceState.Down(var _, var _, var _) -> Optional.of(Doubt.PODS_DOWN);
      case SourceState.Up(var _) -> ofKnown(holder);
    };
  }

  private Optional<Doubt> ofKnown(DeviceUser.Container holder) {
    if (holder.podUid().filter(byUid::containsKey).isEmpty()) {
      return Optional.of(Doubt.POD_UNKNOWN);
    }
    return running(holder).isEmpty() ? Optional.of(Doubt.NOT_RUNNING) : Optional.empty();
  }
}
