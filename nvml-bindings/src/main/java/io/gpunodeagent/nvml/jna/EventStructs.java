// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

/**
 * Sizes and field offsets, in bytes, of the C structs about events (x86-64 and AArch64 Linux). A
 * class is named after its struct ({@code nvmlX_v2_t} is {@code XV2}), a constant after its field;
 * a test compares each with the C compiler's answer.
 */
public final class EventStructs {
  private EventStructs() {}

  /** {@code nvmlEventData_t}. */
  public static final class EventData {
    public static final int SIZEOF = 32;
    public static final int DEVICE = 0;
    public static final int EVENT_TYPE = 8;
    public static final int EVENT_DATA = 16;
    public static final int GPU_INSTANCE_ID = 24;
    public static final int COMPUTE_INSTANCE_ID = 28;

    private EventData() {}
  }

  /** {@code nvmlEventSetWait_v3_t}. */
  public static final class EventSetWaitV3 {
    public static final int SIZEOF = 224;
    public static final int TIMEOUT_MS = 0;
    public static final int DATA_TYPE = 4;
    public static final int UUID = 8;
    public static final int SOURCE_MODULE = 104;
    public static final int EVENT_TYPE = 120;
    public static final int EVENT_DATA = 128;
    public static final int TIMESTAMP_USEC = 152;
    public static final int GPU_INSTANCE_ID = 168;
    public static final int COMPUTE_INSTANCE_ID = 172;

    private EventSetWaitV3() {}
  }

  /** {@code nvmlSystemEventSetCreateRequest_v1_t}. */
  public static final class SystemEventSetCreateRequestV1 {
    public static final int SIZEOF = 16;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int SET = 8;

    private SystemEventSetCreateRequestV1() {}
  }

  /** {@code nvmlSystemRegisterEventRequest_v1_t}. */
  public static final class SystemRegisterEventRequestV1 {
    public static final int SIZEOF = 24;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int EVENT_TYPES = 8;
    public static final int SET = 16;

    private SystemRegisterEventRequestV1() {}
  }

  /** {@code nvmlSystemEventSetWaitRequest_v1_t}. */
  public static final class SystemEventSetWaitRequestV1 {
    public static final int SIZEOF = 32;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int TIMEOUTMS = 4;
    public static final int SET = 8;
    public static final int DATA = 16;
    public static final int DATA_SIZE = 24;
    public static final int NUM_EVENT = 28;

    private SystemEventSetWaitRequestV1() {}
  }

  /** {@code nvmlSystemEventSetFreeRequest_v1_t}. */
  public static final class SystemEventSetFreeRequestV1 {
    public static final int SIZEOF = 16;
    public static final int VERSION_1 = SIZEOF | 1 << 24;
    public static final int SET = 8;

    private SystemEventSetFreeRequestV1() {}
  }

  /** {@code nvmlSystemEventData_v1_t}. */
  public static final class SystemEventDataV1 {
    public static final int SIZEOF = 16;
    public static final int EVENT_TYPE = 0;
    public static final int GPU_ID = 8;

    private SystemEventDataV1() {}
  }
}
