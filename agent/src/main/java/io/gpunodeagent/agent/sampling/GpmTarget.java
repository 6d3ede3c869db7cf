package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.nvml.NvmlDevice;

/** Something to sample GPM counters of: a GPU with GPM, or an instance on one. */
record GpmTarget(GpmKey key, NvmlDevice device) {}
