package io.gpunodeagent.agent.snapshot;

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
 * @param smUtilization share of the SMs it used since the previous pass, % 0–100, of {@code
 *     nvmlDeviceGetProcessUtilization}: zero when the driver answered and had no sample of it,
 *     unsupported under MIG and where the driver never tells
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
}
