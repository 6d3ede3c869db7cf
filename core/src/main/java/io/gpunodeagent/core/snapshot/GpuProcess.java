// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.snapshot;

import io.gpunodeagent.core.signal.Reading;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A process NVML lists on a GPU.
 *
 * @param pid in the host's PID namespace
 * @param kinds the lists it is in
 * @param usedBytes memory it holds; empty where the driver does not tell
 * @param gpuInstanceId under MIG
 * @param computeInstanceId under MIG
 * @param smUtilization share of the SMs it used, % 0–100, of {@code
 *     nvmlDeviceGetProcessUtilization}: the mean of the driver's samples of it since the previous
 *     pass, each of a sampling period in which it was active. Zero once the driver has had no
 *     sample of it for longer than such a period; failed with no data before it could have been
 *     sampled, unsupported under MIG and where the driver never tells
 */
public record GpuProcess(
    long pid,
    Set<Kind> kinds,
    OptionalLong usedBytes,
    OptionalInt gpuInstanceId,
    OptionalInt computeInstanceId,
    Reading<Long> smUtilization) {

  /** How the process uses the GPU. */
  public enum Kind {
    COMPUTE,
    GRAPHICS,
    /** A client of the Multi-Process Service; the server is listed as {@link #COMPUTE}. */
    MPS
  }

  public GpuProcess {
    kinds = Set.copyOf(kinds);
  }

  /** A process whose utilization nobody asked for. */
  public GpuProcess(
      long pid,
      Set<Kind> kinds,
      OptionalLong usedBytes,
      OptionalInt gpuInstanceId,
      OptionalInt computeInstanceId) {
    this(pid, kinds, usedBytes, gpuInstanceId, computeInstanceId, Reading.unsupported());
  }

  /** The same process with its utilization. */
  public GpuProcess withSmUtilization(Reading<Long> utilization) {
    return new GpuProcess(pid, kinds, usedBytes, gpuInstanceId, computeInstanceId, utilization);
  }
}
