// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import io.gpunodeagent.core.snapshot.DriverMessage;

/** Something in the kernel log that concerns GPUs. */
public sealed interface KernelMessage permits KernelXid, KernelMessage.OfDriver {

  /** A message that is no XID. */
  record OfDriver(DriverMessage message) implements KernelMessage {}
}
