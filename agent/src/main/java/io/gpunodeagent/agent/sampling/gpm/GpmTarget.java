// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.gpm;

import io.gpunodeagent.nvml.NvmlDevice;

/** Something to sample GPM counters of: a GPU with GPM, or an instance on one. */
public record GpmTarget(GpmKey key, NvmlDevice device) {}
