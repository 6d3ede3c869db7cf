// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Writes into memory what a call expects there; all else is zero. */
@FunctionalInterface
interface Request {
  void write(Scratch scratch);
}
