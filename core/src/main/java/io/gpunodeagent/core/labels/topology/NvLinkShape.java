// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels.topology;

/** How the GPUs of a node are joined by NVLink. */
public enum NvLinkShape {
  /** All of them through switches, each to each. */
  NVSWITCH("nvswitch"),
  /** Three or more, each to each by links of their own. */
  FULL_MESH("full-mesh"),
  /** Eight: two full meshes of four, each GPU with one partner in the other. */
  HYBRID_CUBE_MESH("hybrid-cube-mesh"),
  /** Two by two. */
  PAIRS("pairs"),
  /** Some of them, in another way. */
  PARTIAL("partial"),
  /** None. */
  NONE("none");

  private final String label;

  NvLinkShape(String label) {
    this.label = label;
  }

  /** Its name in labels. */
  public String label() {
    return label;
  }
}
