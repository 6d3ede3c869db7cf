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
 */
public record GpuProcess(
    long pid,
    Set<Kind> kinds,
    OptionalLong usedBytes,
    OptionalInt gpuInstanceId,
    OptionalInt computeInstanceId) {

  /** How the process uses the GPU. */
  public enum Kind {
    COMPUTE,
    GRAPHICS,
    MPS
  }

  public GpuProcess {
    kinds = Set.copyOf(kinds);
  }
}
