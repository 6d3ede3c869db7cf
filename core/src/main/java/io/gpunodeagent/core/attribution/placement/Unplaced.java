// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution.placement;

import io.gpunodeagent.core.sources.Allocation;

/** An allocation that makes nobody a holder. */
public record Unplaced(Allocation allocation, Reason reason) {

  /** Why. The lower-case name is a label value. */
  public enum Reason {
    /** NVML enumerates no such device, or neither ResourceSlice nor name says which it is. */
    UNKNOWN_DEVICE,
    /** The id has an unknown form. */
    UNKNOWN_FORM,
    /** The id is that of a slot, and nothing says which device is behind it. */
    NAMES_NO_DEVICE,
    /** The pod has ended; older kubelets list its devices on. */
    POD_ENDED,
    /** An exclusive device that was since given to a pod that started later. */
    SUPERSEDED,
    /** An exclusive device listed for several pods, and nothing says which of them has it. */
    CONTESTED,
    /** The kubelet has listed the same allocation before. */
    DUPLICATE;

    /** Whether the pod holds some device nevertheless, though it is unknown which. */
    public boolean lives() {
      return switch (this) {
        case UNKNOWN_DEVICE, UNKNOWN_FORM, NAMES_NO_DEVICE, CONTESTED -> true;
        case POD_ENDED, SUPERSEDED, DUPLICATE -> false;
      };
    }
  }
}
