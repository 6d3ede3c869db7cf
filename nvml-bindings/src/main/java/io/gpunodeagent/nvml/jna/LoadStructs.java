// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about utilization, memory, clocks,
 * temperature, samples (x86-64 and AArch64 Linux). A class is named after its struct ({@code
 * nvmlX_v2_t} is {@code XV2}), a constant after its field; a test compares each with the C
 * compiler's answer.
 */
public final class LoadStructs {
  private LoadStructs() {}

  /** {@code nvmlUtilization_t}. */
  public static final class Utilization {
    public static final int SIZEOF = 8;
    public static final int GPU = 0;
    public static final int MEMORY = 4;

    private Utilization() {}
  }

  /** {@code nvmlSample_t}. */
  public static final class Sample {
    public static final int SIZEOF = 16;
    public static final int TIME_STAMP = 0;
    public static final int SAMPLE_VALUE = 8;

    private Sample() {}
  }

  /** {@code nvmlGpuDynamicPstatesInfo_t}. */
  public static final class GpuDynamicPstatesInfo {
    public static final int SIZEOF = 132;
    public static final int FLAGS = 0;
    public static final int UTILIZATION = 4;

    private GpuDynamicPstatesInfo() {}
  }

  /** {@code nvmlEncoderSessionInfo_t}. */
  public static final class EncoderSessionInfo {
    public static final int SIZEOF = 32;
    public static final int SESSION_ID = 0;
    public static final int PID = 4;
    public static final int VGPU_INSTANCE = 8;
    public static final int CODEC_TYPE = 12;
    public static final int H_RESOLUTION = 16;
    public static final int V_RESOLUTION = 20;
    public static final int AVERAGE_FPS = 24;
    public static final int AVERAGE_LATENCY = 28;

    private EncoderSessionInfo() {}
  }

  /** {@code nvmlFBCStats_t}. */
  public static final class FBCStats {
    public static final int SIZEOF = 12;
    public static final int SESSIONS_COUNT = 0;
    public static final int AVERAGE_FPS = 4;
    public static final int AVERAGE_LATENCY = 8;

    private FBCStats() {}
  }

  /** {@code nvmlMemory_t}. */
  public static final class Memory {
    public static final int SIZEOF = 24;
    public static final int TOTAL = 0;
    public static final int FREE = 8;
    public static final int USED = 16;

    private Memory() {}
  }

  /** {@code nvmlMemory_v2_t}. */
  public static final class MemoryV2 {
    public static final int SIZEOF = 40;
    public static final int VERSION_2 = SIZEOF | 2 << 24;
    public static final int TOTAL = 8;
    public static final int RESERVED = 16;
    public static final int FREE = 24;
    public static final int USED = 32;

    private MemoryV2() {}
  }

  /** {@code nvmlAdaptiveTgpModeInfo_v1_t}. */
  public static final class AdaptiveTgpModeInfoV1 {
    public static final int SIZEOF = 20;
    public static final int IN_BAND_ENABLE_REQUEST = 0;
    public static final int FEATURE_ALLOWED_BY_ADMIN = 4;
    public static final int ADMIN_OVERRIDE_ENABLED = 8;
    public static final int ENABLEMENT_STATUS = 12;
    public static final int ADJUSTED_LIMIT_MW = 16;

    private AdaptiveTgpModeInfoV1() {}
  }

  /** {@code nvmlGetMemoryLimits_v1_t}. */
  public static final class GetMemoryLimitsV1 {
    public static final int SIZEOF = 32;
    public static final int NAME_SPACE = 0;
    public static final int SOFT_LIMIT = 8;
    public static final int HARD_LIMIT = 16;
    public static final int CURRENT_USED = 24;

    private GetMemoryLimitsV1() {}
  }

  /** {@code nvmlBAR1Memory_t}. */
  public static final class BAR1Memory {
    public static final int SIZEOF = 24;
    public static final int BAR1_TOTAL = 0;
    public static final int BAR1_FREE = 8;
    public static final int BAR1_USED = 16;

    private BAR1Memory() {}
  }

  /** {@code nvmlClockOffset_v1_t}. */
  public static final class ClockOffsetV1 {
    public static final int SIZEOF = 24;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int TYPE = 4;
    public static final int PSTATE = 8;
    public static final int CLOCK_OFFSET_MHZ = 12;
    public static final int MIN_CLOCK_OFFSET_MHZ = 16;
    public static final int MAX_CLOCK_OFFSET_MHZ = 20;

    private ClockOffsetV1() {}
  }

  /** {@code nvmlViolationTime_t}. */
  public static final class ViolationTime {
    public static final int SIZEOF = 16;
    public static final int REFERENCE_TIME = 0;
    public static final int VIOLATION_TIME = 8;

    private ViolationTime() {}
  }

  /** {@code nvmlClkMonStatus_t}. */
  public static final class ClkMonStatus {
    public static final int SIZEOF = 264;
    public static final int B_GLOBAL_STATUS = 0;
    public static final int CLK_MON_LIST_SIZE = 4;
    public static final int CLK_MON_LIST = 8;

    private ClkMonStatus() {}
  }

  /** {@code nvmlClkMonFaultInfo_t}. */
  public static final class ClkMonFaultInfo {
    public static final int SIZEOF = 8;
    public static final int CLK_API_DOMAIN = 0;
    public static final int CLK_DOMAIN_FAULT_MASK = 4;

    private ClkMonFaultInfo() {}
  }

  /** {@code nvmlTemperature_v1_t}. */
  public static final class TemperatureV1 {
    public static final int SIZEOF = 12;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int SENSOR_TYPE = 4;
    public static final int TEMPERATURE = 8;

    private TemperatureV1() {}
  }

  /** {@code nvmlMarginTemperature_v1_t}. */
  public static final class MarginTemperatureV1 {
    public static final int SIZEOF = 8;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int MARGIN_TEMPERATURE = 4;

    private MarginTemperatureV1() {}
  }

  /** {@code nvmlGpuThermalSettings_t}. */
  public static final class GpuThermalSettings {
    public static final int SIZEOF = 64;
    public static final int COUNT = 0;
    public static final int SENSOR = 4;

    private GpuThermalSettings() {}
  }

  /** {@code nvmlFanSpeedInfo_v1_t}. */
  public static final class FanSpeedInfoV1 {
    public static final int SIZEOF = 12;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int FAN = 4;
    public static final int SPEED = 8;

    private FanSpeedInfoV1() {}
  }

  /** {@code nvmlFieldValue_t}. */
  public static final class FieldValue {
    public static final int SIZEOF = 40;
    public static final int FIELD_ID = 0;
    public static final int SCOPE_ID = 4;
    public static final int TIMESTAMP = 8;
    public static final int LATENCY_USEC = 16;
    public static final int VALUE_TYPE = 24;
    public static final int NVML_RETURN = 28;
    public static final int VALUE = 32;

    private FieldValue() {}
  }
}
