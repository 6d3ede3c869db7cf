// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * A struct that leads to an array, with the offsets of its count and its pointer in bytes.
 *
 * @param stride the size of an element
 */
record VersionedList(int version, int countOffset, int pointerOffset, int stride) {}
