// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose the processes of a snapshot are.
 *
 * @param byPid what attribution found of each process; those it could not look at are missing
 */
public record ProcessOwners(Map<Long, Owner> byPid) {

  public ProcessOwners {
    byPid = Map.copyOf(byPid);
  }

  /** Whose a process is. */
  public sealed interface Owner {

    /** A pod's. */
    record InPod(DeviceUser user) implements Owner {}

    /** Of the host, outside any pod. */
    record Host() implements Owner {}

    /** A server of the Multi-Process Service, which works for others. */
    record MpsServer() implements Owner {}

    /** It could not be looked at, or process lists are not to be believed. */
    record Unknown() implements Owner {}
  }

  /** What {@code attributed} says. */
  public static ProcessOwners of(AttributedSnapshot attributed) {
    var byPid = new HashMap<Long, Owner>();
    for (var device : attributed.devices().values()) {
      for (var occupant : device.occupants()) {
        occupant.share().pids().forEach(pid -> byPid.put(pid, new Owner.InPod(occupant.user())));
      }
      device.host().pids().forEach(pid -> byPid.put(pid, new Owner.Host()));
      device.unattributed().mpsServers().forEach(pid -> byPid.put(pid, new Owner.MpsServer()));
    }
    return new ProcessOwners(byPid);
  }

  /** Whose process {@code pid} is. */
  public Owner of(long pid) {
    return byPid.getOrDefault(pid, new Owner.Unknown());
  }
}
