// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * Whether clocks rise automatically when power and temperature allow it.
 *
 * @param enabled whether they do now
 * @param enabledByDefault whether they do unless it is set otherwise
 */
public record NvmlAutoBoost(boolean enabled, boolean enabledByDefault) {
  static NvmlAutoBoost of(Scratch scratch) {
    return new NvmlAutoBoost(scratch.flag(0), scratch.flag(NvmlHandle.SECOND));
  }
}
