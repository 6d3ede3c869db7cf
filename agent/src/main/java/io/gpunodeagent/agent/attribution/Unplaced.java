package io.gpunodeagent.agent.attribution;

import io.gpunodeagent.agent.snapshot.Allocation;

/** An allocation that makes nobody a holder. */
public record Unplaced(Allocation allocation, Reason reason) {

  /** Why. The lower-case name is a label value. */
  public enum Reason {
    /** NVML enumerates no such device, or neither ResourceSlice nor name tells which it is. */
    UNKNOWN_DEVICE,
    /** The id has a form nobody knows. */
    UNKNOWN_FORM,
    /** The pod has ended; older kubelets list its devices on. */
    POD_ENDED,
    /** An exclusive device that was since given to a pod that started later. */
    SUPERSEDED,
    /** An exclusive device listed for several pods, and nothing tells which of them has it. */
    CONTESTED,
    /** The kubelet listed the very same before. */
    DUPLICATE
  }
}
