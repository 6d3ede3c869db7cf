// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.device;

import io.gpunodeagent.core.sources.ContainerName;
import java.util.Optional;

/** Someone who holds or uses a device. */
public sealed interface DeviceUser {

  /** UID of the pod object; empty while it is unknown which pod of that name is meant. */
  Optional<String> podUid();

  /** A container known by name. */
  record Container(ContainerName name, Optional<String> podUid) implements DeviceUser {}

  /**
   * A container of a known pod that the pod's status does not list, such as one just restarted.
   *
   * @param uid of the pod object
   * @param containerId 64 hexadecimal digits, or empty text
   */
  record UnlistedContainer(String namespace, String pod, String uid, String containerId)
      implements DeviceUser {
    @Override
    public Optional<String> podUid() {
      return Optional.of(uid);
    }
  }

  /**
   * A pod that only a cgroup names: pods are not read, the pod is gone or too new, or the name is
   * forged.
   *
   * @param uid as in the cgroup
   * @param containerId 64 hexadecimal digits, or empty text
   */
  record UnknownPod(String uid, String containerId) implements DeviceUser {
    @Override
    public Optional<String> podUid() {
      return Optional.of(uid);
    }
  }
}
