// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The value of one field.
 *
 * @param id see {@link NvmlFieldId}
 * @param scope the link or power domain that was read, or 0
 * @param code whether there is a value
 * @param timestampMicros when it was read, in microseconds since the epoch
 * @param latencyMicros how long the read took, in microseconds
 * @param value zero unless the code is {@link NvmlReturn#SUCCESS}
 */
public record NvmlFieldValue(
    int id, int scope, NvmlReturn code, long timestampMicros, long latencyMicros, NvmlValue value) {
  /** {@return the value as a whole number, see {@link NvmlValue#asLong}} */
  public long asLong() {
    return value.asLong();
  }

  /** {@return the value as a double, see {@link NvmlValue#asDouble}} */
  public double asDouble() {
    return value.asDouble();
  }
}
