// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** The special numbers by which NVML says that it does not know a value. */
final class Sentinel {
  static final int UNKNOWN_PERFORMANCE_STATE = 32;

  private Sentinel() {}

  /** {@code NVML_VALUE_NOT_AVAILABLE}, of memory. */
  static OptionalLong unlessAllOnes(long value) {
    return value == -1 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** {@code 0xFFFFFFFF}, of instance ids. */
  static OptionalInt unlessAllOnes(int value) {
    return unless(value, -1);
  }

  static OptionalInt unless(int value, int unknown) {
    return value == unknown ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
