// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about GPM (x86-64 and AArch64 Linux). A class
 * is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant after its field; a test
 * compares each with the C compiler's answer.
 */
public final class GpmStructs {
  private GpmStructs() {}

  /** {@code nvmlGpmSupport_t}. */
  public static final class GpmSupport {
    public static final int SIZEOF = 8;
    public static final int IS_SUPPORTED_DEVICE = 4;

    private GpmSupport() {}
  }

  /** {@code nvmlGpmMetricsGet_t}. */
  public static final class GpmMetricsGet {
    public static final int SIZEOF = 19104;
    public static final int NUM_METRICS = 4;
    public static final int SAMPLE1 = 8;
    public static final int SAMPLE2 = 16;
    public static final int METRICS = 24;

    private GpmMetricsGet() {}
  }

  /** {@code nvmlGpmMetric_t}. */
  public static final class GpmMetric {
    public static final int SIZEOF = 40;
    public static final int METRIC_ID = 0;
    public static final int NVML_RETURN = 4;
    public static final int VALUE = 8;
    public static final int METRIC_INFO = 16;

    private GpmMetric() {}
  }
}
