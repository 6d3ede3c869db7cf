// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.core.snapshot.GpuProcess.Kind;
import io.gpunodeagent.nvml.NvmlProcess;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.ProcessQueries;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Lists the processes on a GPU. NVML has a list for each kind of use; a process in several of them
 * is one process. The list is whole or it is not known: when the list of compute processes cannot
 * be read there is none, while graphics and MPS lists are missing on many boards.
 */
public final class GpuProcessReader {

  private final Map<Key, Found> found = new LinkedHashMap<>();
  private final CallLog log;

  public GpuProcessReader(CallLog log) {
    this.log = log;
  }

  /** A process is listed once for each instance it runs on. */
  private record Key(int pid, OptionalInt gpuInstanceId, OptionalInt computeInstanceId) {}

  /** What the lists say of a process. */
  private record Found(EnumSet<Kind> kinds, OptionalLong usedBytes) {}

  /** The processes of {@code on}, a GPU or a MIG device, in the order of NVML's lists. */
  public Reading<List<GpuProcess>> read(ProcessQueries on) {
    found.clear();
    var compute =
        collect(
            Kind.COMPUTE,
            on,
            "nvmlDeviceGetComputeRunningProcesses_v3",
            ProcessQueries::computeRunningProcesses);
    var graphics =
        collect(
            Kind.GRAPHICS,
            on,
            "nvmlDeviceGetGraphicsRunningProcesses_v3",
            ProcessQueries::graphicsRunningProcesses);
    var mps =
        collect(
            Kind.MPS,
            on,
            "nvmlDeviceGetMPSComputeRunningProcesses_v3",
            ProcessQueries::mpsComputeRunningProcesses);
    return compute.flatMap(_ -> optional(graphics)).flatMap(_ -> optional(mps)).map(_ -> all());
  }

  private static Reading<Boolean> optional(Reading<Boolean> list) {
    return list instanceof Reading.Unsupported<Boolean> ? Reading.of(true) : list;
  }

  private Reading<Boolean> collect(
      Kind kind,
      ProcessQueries on,
      String function,
      Function<ProcessQueries, NvmlResult<List<NvmlProcess>>> list) {
    var result = log.call(log.counter(function), on, list);
    if (result instanceof NvmlResult.Success<List<NvmlProcess>>(var processes)) {
      processes.forEach(process -> add(kind, process));
    }
    return ReturnCodes.reading(result, _ -> Reading.of(true));
  }

  private void add(Kind kind, NvmlProcess process) {
    var key = new Key(process.pid(), process.gpuInstanceId(), process.computeInstanceId());
    found.merge(
        key,
        new Found(EnumSet.of(kind), process.usedGpuMemory()),
        (before, now) -> {
          before.kinds().addAll(now.kinds());
          return before.usedBytes().isPresent()
              ? before
              : new Found(before.kinds(), now.usedBytes());
        });
  }

  private List<GpuProcess> all() {
    var processes = new ArrayList<GpuProcess>(found.size());
    found.forEach(
        (key, of) ->
            processes.add(
                new GpuProcess(
                    Integer.toUnsignedLong(key.pid()),
                    Set.copyOf(of.kinds()),
                    of.usedBytes(),
                    key.gpuInstanceId(),
                    key.computeInstanceId())));
    return List.copyOf(processes);
  }
}
