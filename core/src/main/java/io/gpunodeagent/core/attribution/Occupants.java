// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.PlacedAllocation;
import io.gpunodeagent.core.snapshot.GpuProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Those who were given a device and those who use it, one entry a party.
 *
 * @param held what each holder was given
 * @param used the processes of each holder, if only none, and of each further user
 */
record Occupants(
    Map<DeviceUser, List<PlacedAllocation>> held, SequencedMap<DeviceUser, List<GpuProcess>> used) {

  /** Joins by container name and pod UID; a holder whose UID is not known takes its user's. */
  static Occupants join(
      List<PlacedAllocation> placed, SequencedMap<DeviceUser, List<GpuProcess>> users) {
    var held = new LinkedHashMap<DeviceUser, List<PlacedAllocation>>();
    var used = new LinkedHashMap<DeviceUser, List<GpuProcess>>();
    for (var each : placed) {
      var party = identified(each.user(), users);
      held.computeIfAbsent(party, _ -> new ArrayList<>(1)).add(each);
      used.put(party, users.getOrDefault(party, List.of()));
    }
    users.forEach(used::putIfAbsent);
    return new Occupants(held, used);
  }

  /** Whether {@code party} was given the device. */
  boolean holds(DeviceUser party) {
    return held.containsKey(party);
  }

  /** The processes of {@code party} on the device. */
  List<GpuProcess> processes(DeviceUser party) {
    return used.getOrDefault(party, List.of());
  }

  /** What {@code party} was given, watched as {@code watch} says; empty for a mere user. */
  Optional<Holding> holding(DeviceUser party, Watch watch) {
    return Optional.ofNullable(held.get(party))
        .map(
            placed ->
                new Holding(
                    placed.stream().map(PlacedAllocation::allocation).toList(),
                    placed.getFirst().basis(),
                    placed.stream().map(PlacedAllocation::portion).toList(),
                    placed.stream()
                        .map(entry -> entry.slot().computeInstanceId())
                        .flatMapToInt(OptionalInt::stream)
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList(),
                    watch));
  }

  /** The user of the holder's name, if there is one; of two by that name neither is taken. */
  private static DeviceUser identified(
      DeviceUser.Container holder, SequencedMap<DeviceUser, List<GpuProcess>> users) {
    if (holder.podUid().isPresent()) {
      return holder;
    }
    var namesakes =
        users.sequencedKeySet().stream()
            .filter(
                user ->
                    user instanceof DeviceUser.Container(var name, var _)
                        && name.equals(holder.name()))
            .toList();
    return namesakes.size() == 1 ? namesakes.getFirst() : holder;
  }
}
