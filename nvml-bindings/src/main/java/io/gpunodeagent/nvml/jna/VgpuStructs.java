// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about virtual GPUs and their licences (x86-64
 * and AArch64 Linux). A class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a
 * constant after its field; a test compares each with the C compiler's answer.
 */
public final class VgpuStructs {
  private VgpuStructs() {}

  /** {@code nvmlGridLicensableFeatures_t}. */
  public static final class GridLicensableFeatures {
    public static final int SIZEOF = 860;
    public static final int IS_GRID_LICENSE_SUPPORTED = 0;
    public static final int LICENSABLE_FEATURES_COUNT = 4;
    public static final int GRID_LICENSABLE_FEATURES = 8;

    private GridLicensableFeatures() {}
  }

  /** {@code nvmlGridLicensableFeature_t}. */
  public static final class GridLicensableFeature {
    public static final int SIZEOF = 284;
    public static final int FEATURE_CODE = 0;
    public static final int FEATURE_STATE = 4;
    public static final int LICENSE_INFO = 8;
    public static final int PRODUCT_NAME = 136;
    public static final int FEATURE_ENABLED = 264;
    public static final int LICENSE_EXPIRY = 268;

    private GridLicensableFeature() {}
  }

  /** {@code nvmlGridLicenseExpiry_t}. */
  public static final class GridLicenseExpiry {
    public static final int SIZEOF = 16;
    public static final int YEAR = 0;
    public static final int MONTH = 4;
    public static final int DAY = 6;
    public static final int HOUR = 8;
    public static final int MIN = 10;
    public static final int SEC = 12;
    public static final int STATUS = 14;

    private GridLicenseExpiry() {}
  }

  /** {@code nvmlVgpuSchedulerGetState_t}. */
  public static final class VgpuSchedulerGetState {
    public static final int SIZEOF = 16;
    public static final int SCHEDULER_POLICY = 0;
    public static final int ARR_MODE = 4;
    public static final int SCHEDULER_PARAMS = 8;

    private VgpuSchedulerGetState() {}
  }

  /** {@code nvmlVgpuSchedulerCapabilities_t}. */
  public static final class VgpuSchedulerCapabilities {
    public static final int SIZEOF = 40;
    public static final int SUPPORTED_SCHEDULERS = 0;
    public static final int MAX_TIMESLICE = 12;
    public static final int MIN_TIMESLICE = 16;
    public static final int IS_ARR_MODE_SUPPORTED = 20;
    public static final int MAX_FREQUENCY_FOR_ARR = 24;
    public static final int MIN_FREQUENCY_FOR_ARR = 28;
    public static final int MAX_AVG_FACTOR_FOR_ARR = 32;
    public static final int MIN_AVG_FACTOR_FOR_ARR = 36;

    private VgpuSchedulerCapabilities() {}
  }
}
