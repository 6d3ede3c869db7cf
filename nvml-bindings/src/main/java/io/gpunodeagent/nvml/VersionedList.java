package io.gpunodeagent.nvml;

/**
 * A struct that leads to an array: where its count and its pointer are, in bytes.
 *
 * @param stride the size of an element
 */
record VersionedList(int version, int countOffset, int pointerOffset, int stride) {}
