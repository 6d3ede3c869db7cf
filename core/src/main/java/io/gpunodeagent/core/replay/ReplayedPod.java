// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.sources.PodInfo.Gang;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A pod as far as labels tell. No UID is among them: a pod of the same name counts as the same only
 * while nothing speaks against it.
 *
 * @param since when it was first seen
 * @param seen when it was last seen
 * @param devices it holds, with the names of the containers that do
 */
record ReplayedPod(Name name, Instant since, Instant seen, Map<DcgmDevice, Set<String>> devices) {

  ReplayedPod {
    devices = Map.copyOf(devices);
  }

  /** A pod's name. */
  record Name(String namespace, String pod) {}

  /** Stands for the UID. */
  String uid() {
    return name.namespace() + "/" + name.pod() + "@" + since;
  }

  /** What labels tell is known, and the rest is as if there were none. */
  PodInfo info() {
    var names = new TreeSet<String>();
    devices.values().forEach(names::addAll);
    var containers =
        names.stream()
            .map(
                container ->
                    new PodInfo.Container(
                        container,
                        Optional.of(uid() + "/" + container),
                        PodInfo.Kind.MAIN,
                        Optional.of(since),
                        0))
            .toList();
    return new PodInfo(
        uid(),
        name.namespace(),
        name.pod(),
        Optional.empty(),
        "Running",
        Optional.of(since),
        containers,
        Optional.empty(),
        Gang.UNKNOWN,
        Optional.empty(),
        OptionalInt.empty(),
        "",
        Map.of(),
        Map.of(),
        Set.of());
  }

  /** The devices it was seen with and that are nowhere to be seen. */
  Set<DcgmDevice> lost(Set<DcgmDevice> present) {
    var lost = new HashSet<>(devices.keySet());
    lost.removeAll(present);
    return lost;
  }

  /** Names of containers on a device. */
  List<String> on(DcgmDevice slot) {
    return devices.getOrDefault(slot, Set.of()).stream().sorted().toList();
  }
}
