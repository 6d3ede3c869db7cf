// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import io.gpunodeagent.core.shaping.Actual;

/** Reads and sets one kind of setting. Each call is bounded in time and throws nothing. */
public interface KnobControl {

  /** What stands on the GPU. */
  Actual read(String gpuUuid);

  /**
   * Sets it. Whether it took is for {@link #read} to say.
   *
   * @return {@link Actual.Known} with the value when nothing was refused, else why it was
   */
  Actual set(String gpuUuid, String value);
}
