// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.SecurityStructs;

/**
 * Whether confidential computing is on, and how GPUs work together in it ({@code
 * nvmlSystemConfComputeSettings_v1_t}).
 *
 * @param environment 0 none, 1 simulated, 2 production
 * @param enabled whether it is on
 * @param devToolsMode whether it is on in a mode that debuggers can inspect
 * @param multiGpuMode 0 none, 1 protected PCIe, 2 encrypted NVLink
 */
public record NvmlConfComputeSettings(
    int environment, boolean enabled, boolean devToolsMode, int multiGpuMode) {
  static NvmlConfComputeSettings of(Scratch scratch) {
    return new NvmlConfComputeSettings(
        scratch.figure(SecurityStructs.SystemConfComputeSettingsV1.ENVIRONMENT),
        scratch.flag(SecurityStructs.SystemConfComputeSettingsV1.CC_FEATURE),
        scratch.flag(SecurityStructs.SystemConfComputeSettingsV1.DEV_TOOLS_MODE),
        scratch.figure(SecurityStructs.SystemConfComputeSettingsV1.MULTI_GPU_MODE));
  }
}
