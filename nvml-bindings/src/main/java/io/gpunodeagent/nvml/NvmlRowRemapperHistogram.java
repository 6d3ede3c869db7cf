package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.jna.EccStructs;

/**
 * How many banks of memory have how many spare rows left ({@code
 * nvmlRowRemapperHistogramValues_t}).
 *
 * @param max all
 * @param high most
 * @param partial some
 * @param low few
 * @param none none
 */
public record NvmlRowRemapperHistogram(int max, int high, int partial, int low, int none) {
  static NvmlRowRemapperHistogram of(Scratch scratch) {
    return new NvmlRowRemapperHistogram(
        scratch.count(EccStructs.RowRemapperHistogramValues.MAX),
        scratch.count(EccStructs.RowRemapperHistogramValues.HIGH),
        scratch.count(EccStructs.RowRemapperHistogramValues.PARTIAL),
        scratch.count(EccStructs.RowRemapperHistogramValues.LOW),
        scratch.count(EccStructs.RowRemapperHistogramValues.NONE));
  }
}
