// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The virtual machine that uses a virtual GPU.
 *
 * @param id its id
 * @param type what the id is
 */
public record NvmlVmId(String id, NvmlVmIdType type) {}
