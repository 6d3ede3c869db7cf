// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.LoadStructs;
import java.util.OptionalInt;

/**
 * How busy each utilisation domain is, in percent from 0 to 100; empty for a domain that this GPU
 * lacks ({@code nvmlGpuDynamicPstatesInfo_t}).
 *
 * @param gpu the graphics engine
 * @param memory the frame buffer
 * @param video the video engine
 * @param bus the bus
 */
public record NvmlDynamicPstates(
    OptionalInt gpu, OptionalInt memory, OptionalInt video, OptionalInt bus) {
  private static final int DOMAIN_SIZE = 16;
  private static final int PERCENTAGE = 4;

  private static OptionalInt domain(Scratch scratch, int index) {
    int at = LoadStructs.GpuDynamicPstatesInfo.UTILIZATION + index * DOMAIN_SIZE;
    return scratch.flag(at) ? OptionalInt.of(scratch.figure(at + PERCENTAGE)) : OptionalInt.empty();
  }

  static NvmlDynamicPstates of(Scratch scratch) {
    return new NvmlDynamicPstates(
        domain(scratch, 0), domain(scratch, 1), domain(scratch, 2), domain(scratch, 3));
  }
}
