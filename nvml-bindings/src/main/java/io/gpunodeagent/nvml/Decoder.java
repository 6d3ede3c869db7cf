// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Makes a value from what a call left in memory. */
@FunctionalInterface
interface Decoder<T> {
  T decode(Scratch scratch);

  /** {@code unsigned int} as a count, see the package's rules. */
  static Integer figure(Scratch scratch) {
    return scratch.figure(0);
  }

  /** {@code int}. */
  static Integer int32(Scratch scratch) {
    return scratch.int32(0);
  }

  /** {@code unsigned int} as a quantity. */
  static Long unsigned(Scratch scratch) {
    return scratch.u32(0);
  }

  /** {@code unsigned long long}. */
  static Long int64(Scratch scratch) {
    return scratch.int64(0);
  }

  /** {@code unsigned int} or {@code nvmlEnableState_t} as a truth value. */
  static Boolean flag(Scratch scratch) {
    return scratch.flag(0);
  }
}
