// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.ContainerMemory;
import io.gpunodeagent.core.sources.ContainerCgroup;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlMemoryLimits;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads the memory limits that containers have on one GPU: each on the slow period, one that has no
 * limit more rarely. Confined to one thread.
 */
public final class MemoryLimitReader {

  /** Where the driver has the hierarchy; it takes no other path. */
  private static final String HIERARCHY = "/sys/fs/cgroup";

  private static final String FUNCTION = "nvmlDeviceGetMemoryLimits_v1";

  /** Calls in one pass: after a start, many containers are due at once. */
  private static final int MOST_CALLS = 64;

  private final Map<ContainerCgroup, Known> known = new HashMap<>();
  private final CallLog log;
  private final double phase;
  private boolean supported = true;

  /**
   * A reader.
   *
   * @param phase where in the slow period containers are read again, above 0 up to 1
   */
  public MemoryLimitReader(CallLog log, double phase) {
    this.log = log;
    this.phase = phase;
  }

  /** Whether the driver has the function at all; true before the first call. */
  public boolean supported() {
    return supported;
  }

  /** Those of {@code containers} that have a limit, in their order. */
  public List<ContainerMemory> read(
      NvmlDevice device, List<ContainerCgroup> containers, long now, long slowPeriod) {
    if (containers.isEmpty()) {
      return none();
    }
    known.keySet().retainAll(new HashSet<>(containers));
    var limited = new ArrayList<ContainerMemory>();
    int calls = 0;
    for (var container : containers) {
      var entry = known.computeIfAbsent(container, _ -> new Known(new Turn(Cadence.SLOW, phase)));
      if (supported && calls < MOST_CALLS && entry.turn.due(now)) {
        calls++;
        entry.latest = ask(device, container);
        entry.note(now, slowPeriod);
      }
      entry.latest.toOptional().ifPresent(limited::add);
    }
    return List.copyOf(limited);
  }

  /** Forgets all containers; none can be limited on a GPU under MIG. */
  public List<ContainerMemory> none() {
    known.clear();
    return List.of();
  }

  /** Unsupported where the container has no limit. */
  private Reading<ContainerMemory> ask(NvmlDevice device, ContainerCgroup container) {
    var cgroup = Path.of(HIERARCHY + container.path());
    return switch (log.call(FUNCTION, () -> device.memoryLimits(cgroup))) {
      case NvmlResult.Success<NvmlMemoryLimits>(var limits) -> memory(container, limits);
      case NvmlResult.Failure<NvmlMemoryLimits>(var function, var code) -> {
        supported = !code.equals(NvmlReturn.FUNCTION_NOT_FOUND);
        yield noLimit(code) ? Reading.unsupported() : Reading.failed(function, code.value());
      }
    };
  }

  /** A driver may answer for a container without a limit; what it then counts is not documented. */
  private static Reading<ContainerMemory> memory(
      ContainerCgroup container, NvmlMemoryLimits limits) {
    return limits.isLimited()
        ? Reading.of(
            new ContainerMemory(
                container.owner(), limits.used(), limits.softLimit(), limits.hardLimit()))
        : Reading.unsupported();
  }

  /**
   * A directory that the driver cannot open will not open a pass later: the container has ended, or
   * the hierarchy is mounted elsewhere.
   */
  private static boolean noLimit(NvmlReturn code) {
    return ReturnCodes.notAvailable(code)
        || code.equals(NvmlReturn.NOT_FOUND)
        || code.equals(NvmlReturn.OPERATING_SYSTEM);
  }

  /** The last answer about one container, and when to ask again. */
  private static final class Known {
    private final Turn turn;
    private Reading<ContainerMemory> latest = Reading.unsupported();

    private Known(Turn turn) {
      this.turn = turn;
    }

    /** What failed waits for the slow period too: it must not keep others from their calls. */
    private void note(long now, long slowPeriod) {
      switch (latest) {
        case Reading.Value<ContainerMemory> _, Reading.Failed<ContainerMemory> _ ->
            turn.read(now, slowPeriod);
        case Reading.Unsupported<ContainerMemory> _ -> turn.answered(latest, now, slowPeriod);
      }
    }
  }
}
