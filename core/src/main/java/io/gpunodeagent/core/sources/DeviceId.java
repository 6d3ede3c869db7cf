// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

import java.util.OptionalInt;

/** A device as an allocation names it, before it is matched with what NVML enumerates. */
public sealed interface DeviceId {

  /** A whole GPU, {@code GPU-…}. */
  record Gpu(String uuid) implements DeviceId {}

  /** A MIG device, {@code MIG-…} (driver 470 and newer). */
  record Mig(String uuid) implements DeviceId {}

  /** A MIG device in the older form {@code MIG-GPU-…/gi/ci}. */
  record MigOfGpu(String gpuUuid, int gpuInstanceId, int computeInstanceId) implements DeviceId {}

  /** GKE's form {@code nvidia0} or {@code nvidia0/gi1}; the number is the device's minor number. */
  record Minor(int minor, OptionalInt gpuInstanceId) implements DeviceId {}

  /** A device of a DRA driver; its UUID is in the pool's ResourceSlice. */
  record Dra(String driver, String pool, String device) implements DeviceId {}

  /**
   * A slot of a plugin that counts GPUs and lets its own scheduler choose among them, as HAMi's
   * {@code GPU-…-3}: it says how many a container has, and names none of them.
   *
   * @param gpuUuid the GPU the slot is counted under, which need not be the one that is used
   */
  record Slot(String gpuUuid, int number) implements DeviceId {}

  /** Every GPU of the node (WSL). */
  record All() implements DeviceId {}

  /** A form nobody knows: kept, counted, never guessed at. */
  record Unrecognised(String text) implements DeviceId {}
}
