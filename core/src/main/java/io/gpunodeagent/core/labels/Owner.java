// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

/** Who writes the {@code nvidia.com/} labels: the setting {@code labels.owner}. */
public enum Owner {
  /** The agent, unless GPU Feature Discovery does. */
  AUTO,
  /** The agent, whoever else does. */
  AGENT,
  /** GPU Feature Discovery; the agent writes under its own prefix only. */
  GFD
}
