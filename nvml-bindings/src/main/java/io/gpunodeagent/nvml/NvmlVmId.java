package io.gpunodeagent.nvml;

/** The virtual machine a virtual GPU is used by. */
public record NvmlVmId(String id, NvmlVmIdType type) {}
