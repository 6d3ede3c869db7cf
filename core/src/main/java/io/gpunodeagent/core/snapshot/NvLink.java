// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;

/**
 * One NVLink of a GPU.
 *
 * @param link its number on the GPU, 0 to 35
 * @param active whether the link is up; one that is trained but carries no traffic is
 * @param version {@code nvmlNvlinkVersion_t} code
 * @param remote the other end
 */
public record NvLink(int link, Reading<Boolean> active, Reading<Long> version, Remote remote) {

  /** What a link leads to. */
  public sealed interface Remote {}

  /** Another GPU of this node. */
  public record ToGpu(String pciBusId) implements Remote {}

  /** An NVSwitch; virtual machines hide its address, which is then empty. */
  public record ToSwitch(String pciBusId) implements Remote {}

  /** A device of another kind, or one NVML does not tell. */
  public record ToUnknown() implements Remote {}
}
