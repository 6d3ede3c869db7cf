// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.sources;

/** Whether a pod still has the GPUs it was last known to have, when its kubelet is asked again. */
public sealed interface Grant {

  /** It has just these. */
  record Stands() implements Grant {}

  /** It has not: others, or none. */
  record Ended(String reason) implements Grant {}

  /** The kubelet gives no usable answer now. */
  record Unknown(String reason) implements Grant {}
}
