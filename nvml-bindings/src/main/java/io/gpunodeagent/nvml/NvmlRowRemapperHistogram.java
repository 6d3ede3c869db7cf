// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/**
 * How many banks of memory have how many spare rows left ({@code
 * nvmlRowRemapperHistogramValues_t}).
 *
 * @param max banks that have all spare rows left
 * @param high banks that have most of them
 * @param partial banks that have some of them
 * @param low banks that have few of them
 * @param none banks that have none
 */
public record NvmlRowRemapperHistogram(int max, int high, int partial, int low, int none) {
  static NvmlRowRemapperHistogram of(Scratch scratch) {
    return new NvmlRowRemapperHistogram(
        scratch.figure(EccStructs.RowRemapperHistogramValues.MAX),
        scratch.figure(EccStructs.RowRemapperHistogramValues.HIGH),
        scratch.figure(EccStructs.RowRemapperHistogramValues.PARTIAL),
        scratch.figure(EccStructs.RowRemapperHistogramValues.LOW),
        scratch.figure(EccStructs.RowRemapperHistogramValues.NONE));
  }
}
