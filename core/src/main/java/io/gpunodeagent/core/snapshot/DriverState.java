// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import java.time.Instant;

/** Whether NVML answers. */
public sealed interface DriverState {

  /**
   * NVML is initialised.
   *
   * @param driverVersion such as {@code 580.105.08}
   * @param nvmlVersion such as {@code 13.580.105.08}
   * @param cudaDriverVersion 1000 × major + 10 × minor
   * @param branch such as {@code r580_00}
   * @param libraryPath the loaded library
   * @param deviceCount GPUs NVML counts, lost ones included
   */
  record Ready(
      Reading<String> driverVersion,
      Reading<String> nvmlVersion,
      Reading<Long> cudaDriverVersion,
      Reading<String> branch,
      String libraryPath,
      int deviceCount)
      implements DriverState {}

  /**
   * NVML does not answer; the agent keeps trying.
   *
   * @param problem what is wrong
   * @param detail the thing and the value, one line
   * @param remedy the way out, one line
   * @param since when it began
   */
  record Unavailable(Problem problem, String detail, String remedy, Instant since)
      implements DriverState {}

  /** Kinds of unavailability; the lower-case name is a label value. */
  enum Problem {
    /** The first attempt has not finished. */
    STARTING,
    /** No such library. */
    LIBRARY_NOT_FOUND,
    /** A file that is not a usable NVML library, such as the toolkit's stub. */
    LIBRARY_INVALID,
    /** The kernel module is not loaded. */
    DRIVER_NOT_LOADED,
    /** Library and kernel module are of different releases. */
    VERSION_MISMATCH,
    /** The process may not open the devices. */
    NO_PERMISSION,
    /** The library was replaced, and a call that hangs in the old one keeps it loaded. */
    RELOAD_BLOCKED,
    /** Any other return code at init. */
    INIT_FAILED,
    /** The sampler itself has stopped; what it last read is too old to be served. */
    SAMPLING_STALLED
  }
}
