// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.Occupant.Relation;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.attribution.placement.PodIndex;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells how those who use a device without having been given it stand to those who were.
 *
 * @param known whether allocations are known at all
 * @param own those who were given the device, also those who keep it for others
 * @param above holders of the whole GPU an instance lies on
 * @param below holders of the instances of a GPU
 * @param searching pods that were given a device nobody can find
 */
record Relations(
    boolean known,
    List<DeviceUser.Container> own,
    List<DeviceUser.Container> above,
    List<DeviceUser.Container> below,
    Set<PodIndex.PodName> searching) {

  /** The relation of {@code party}, which is no holder of the device. */
  Relation of(DeviceUser user) {
    if (!known) {
      return Relation.UNKNOWN;
    }
    if (Stream.of(own, above, below).flatMap(List::stream).anyMatch(each -> ofOne(user, each))) {
      return Relation.SAME_POD;
    }
    if (mayHold(user)) {
      return Relation.POSSIBLE_HOLDER;
    }
    if (own.isEmpty() && above.isEmpty()) {
      return Relation.UNALLOCATED;
    }
    boolean certain =
        Stream.concat(own.stream(), above.stream())
            .allMatch(holder -> samePod(user, holder).isPresent());
    return certain ? Relation.FOREIGN : Relation.UNKNOWN;
  }

  /** Whether the party's pod is, or may be, one that was given a device nobody can find. */
  private boolean mayHold(DeviceUser user) {
    return switch (user) {
      case DeviceUser.Container(var name, var _) -> searching.contains(PodIndex.PodName.of(name));
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var _) ->
          searching.contains(new PodIndex.PodName(namespace, pod));
      case DeviceUser.UnknownPod _ -> !searching.isEmpty();
    };
  }

  /** Whether both are known to be of one pod. */
  static boolean ofOne(DeviceUser user, DeviceUser.Container holder) {
    return samePod(user, holder).orElse(false);
  }

  /** Whether nothing speaks against two pods of one name being the same. */
  static boolean compatible(Optional<String> uid, Optional<String> other) {
    return uid.isEmpty() || other.isEmpty() || uid.equals(other);
  }

  /** Whether both are of one pod; empty when that is unknown. */
  private static Optional<Boolean> samePod(DeviceUser user, DeviceUser.Container holder) {
    var named = holder.name();
    return switch (user) {
      case DeviceUser.Container(var name, var uid) ->
          Optional.of(
              name.namespace().equals(named.namespace())
                  && name.pod().equals(named.pod())
                  && compatible(uid, holder.podUid()));
      case DeviceUser.UnlistedContainer(var namespace, var pod, var uid, var _) ->
          Optional.of(
              namespace.equals(named.namespace())
                  && pod.equals(named.pod())
                  && compatible(Optional.of(uid), holder.podUid()));
      case DeviceUser.UnknownPod(var uid, var _) -> holder.podUid().map(uid::equals);
    };
  }
}
