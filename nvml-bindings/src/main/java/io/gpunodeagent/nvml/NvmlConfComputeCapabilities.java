// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.SecurityStructs;

/**
 * Which kinds of confidential computing a machine supports ({@code nvmlConfComputeSystemCaps_t}).
 *
 * @param cpu 0 none, 1 AMD SEV, 2 Intel TDX, 3 AMD SEV-SNP, 4 AMD SNP vTOM
 * @param gpus whether the GPUs support it
 */
public record NvmlConfComputeCapabilities(int cpu, boolean gpus) {
  static NvmlConfComputeCapabilities of(Scratch scratch) {
    return new NvmlConfComputeCapabilities(
        scratch.figure(SecurityStructs.ConfComputeSystemCaps.CPU_CAPS),
        scratch.flag(SecurityStructs.ConfComputeSystemCaps.GPUS_CAPS));
  }
}
