// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * The signatures of C functions. A reference to a static native method captures nothing, so passing
 * one allocates nothing.
 */
final class Shapes {
  private Shapes() {}

  /** {@code f(T *out)}. */
  interface Out {
    int call(long out);
  }

  /** {@code f(char *buffer, unsigned int length)}. */
  interface Text {
    int call(long buffer, int length);
  }

  /** {@code f(handle)}. */
  interface Act {
    int call(long handle);
  }

  /** {@code f(handle, T *out)}. */
  interface Of {
    int call(long handle, long out);
  }

  /** {@code f(handle, T *first, U *second)}. */
  interface Of2 {
    int call(long handle, long first, long second);
  }

  /** {@code f(handle, T *first, U *second, V *third)}. */
  interface Of3 {
    int call(long handle, long first, long second, long third);
  }

  /** {@code f(handle, four outputs)}. */
  interface Of4 {
    int call(long handle, long first, long second, long third, long fourth);
  }

  /** {@code f(handle, unsigned int argument, T *out)}. */
  interface OfInt {
    int call(long handle, int argument, long out);
  }

  /** {@code f(handle, two numbers, T *out)}. */
  interface OfIntInt {
    int call(long handle, int first, int second, long out);
  }

  /** {@code f(handle, three numbers, T *out)}. */
  interface OfIntIntInt {
    int call(long handle, int first, int second, int third, long out);
  }

  /** {@code f(handle, char *buffer, unsigned int length)}. */
  interface TextOf {
    int call(long handle, long buffer, int length);
  }
}
