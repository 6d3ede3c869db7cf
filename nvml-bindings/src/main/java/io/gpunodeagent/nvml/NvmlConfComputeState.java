// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.SecurityStructs;

/**
 * The state of confidential computing on a machine ({@code nvmlConfComputeSystemState_t}).
 *
 * @param environment 0 none, 1 simulated, 2 production
 * @param enabled whether it is on
 * @param devToolsMode whether it is on in a mode that debuggers can inspect
 */
public record NvmlConfComputeState(int environment, boolean enabled, boolean devToolsMode) {
  static NvmlConfComputeState of(Scratch scratch) {
    return new NvmlConfComputeState(
        scratch.figure(SecurityStructs.ConfComputeSystemState.ENVIRONMENT),
        scratch.flag(SecurityStructs.ConfComputeSystemState.CC_FEATURE),
        scratch.flag(SecurityStructs.ConfComputeSystemState.DEV_TOOLS_MODE));
  }
}
