package io.gpunodeagent.nvml;

/**
 * One figure read by number.
 *
 * @param id see {@link NvmlFieldId}
 * @param scope the link or power domain that was asked for
 * @param code whether there is a value
 * @param timestampMicros when it was read, since the epoch
 * @param latencyMicros how long that took
 * @param value zero without {@link NvmlReturn#SUCCESS}
 */
public record NvmlFieldValue(
    int id, int scope, NvmlReturn code, long timestampMicros, long latencyMicros, NvmlValue value) {
  /** See {@link NvmlValue#asLong}. */
  public long asLong() {
    return value.asLong();
  }

  /** See {@link NvmlValue#asDouble}. */
  public double asDouble() {
    return value.asDouble();
  }
}
