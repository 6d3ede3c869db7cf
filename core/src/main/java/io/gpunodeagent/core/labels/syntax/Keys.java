// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.syntax;

/** What the keys of labels begin with. */
public final class Keys {

  /** Before every label of the agent's own. */
  public static final String PREFIX = "gpu-node-agent.io/";

  /** Before every label of GPU Feature Discovery. */
  public static final String NVIDIA = "nvidia.com/";

  private Keys() {}
}
