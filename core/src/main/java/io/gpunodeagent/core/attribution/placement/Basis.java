// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.sources.ContainerName;

/** From where it is known that a container holds a device. */
public sealed interface Basis {

  /** The kubelet lists the device's own id, of a device plugin or a DRA driver. */
  record KubeletId() implements Basis {}

  /** The kubelet lists a slot only; the annotation of HAMi's scheduler names the device. */
  record HamiAnnotation() implements Basis {}

  /**
   * The kubelet lists another pod, which keeps the device for a group of pods that share it.
   *
   * @param keeper container that was given the device
   */
  record Reservation(ContainerName keeper) implements Basis {}
}
