// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.core.attribution.ProcessOwners;
import io.gpunodeagent.core.attribution.device.DeviceUser;

/** Whose a process is, in a cell of a table. */
public final class OwnerText {

  private OwnerText() {}

  /** The owner in a cell of a table. */
  public static String text(ProcessOwners owners, long pid) {
    return switch (owners.of(pid)) {
      case ProcessOwners.Owner.InPod(var user) -> text(user);
      case ProcessOwners.Owner.Host() -> "host";
      case ProcessOwners.Owner.MpsServer() -> "MPS server";
      case ProcessOwners.Owner.Unknown() -> ReadingText.ABSENT;
    };
  }

  /** Namespace, pod and container, as far as they are known. */
  static String text(DeviceUser user) {
    return switch (user) {
      case DeviceUser.Container(var name, var _) ->
          name.namespace() + "/" + name.pod() + "/" + name.container();
      case DeviceUser.UnlistedContainer(var namespace, var pod, var _, var id) ->
          namespace + "/" + pod + container(id);
      case DeviceUser.UnknownPod(var uid, var id) -> "pod UID " + uid + container(id);
    };
  }

  private static String container(String id) {
    return id.isEmpty() ? "" : "/" + id.substring(0, Math.min(12, id.length()));
  }
}
