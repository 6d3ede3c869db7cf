// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.GpuProcess;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlProcessUtilization;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads how busy the processes keep one GPU, by one call a pass. Used by one thread at a time. */
public final class UtilizationReader {

  private static final String FUNCTION = "nvmlDeviceGetProcessUtilization";

  private final UtilizationTracks tracks = new UtilizationTracks();
  private final Turn turn = new Turn(Cadence.PASS, 1);
  private final CallLog log;
  private Reading<Boolean> answer = Reading.unsupported();
  private Instant last = Instant.MIN;

  public UtilizationReader(CallLog log) {
    this.log = log;
  }

  /**
   * The {@code listed} processes with their utilization.
   *
   * @param now nanoseconds of a clock that never goes back
   * @param wall the driver's stamps are on this clock; once it was set back, new samples would be
   *     older than those seen and hidden
   */
  public List<GpuProcess> read(
      NvmlDevice device, List<GpuProcess> listed, long now, Instant wall, long slowPeriod) {
    if (wall.isBefore(last)) {
      tracks.restart();
    }
    last = wall;
    if (!listed.isEmpty() && turn.due(now)) {
      answer = ask(device, now, slowPeriod);
      turn.answered(answer, now, slowPeriod);
    }
    var pids = new HashSet<Long>();
    var processes = new ArrayList<GpuProcess>(listed.size());
    for (var process : listed) {
      pids.add(process.pid());
      processes.add(process.withSmUtilization(answer.flatMap(_ -> tracks.of(process.pid(), now))));
    }
    tracks.retain(pids);
    return processes;
  }

  /** Starts over, such as after a time in which the GPU's processes could not be distinguished. */
  public void forget() {
    tracks.restart();
  }

  private Reading<Boolean> ask(NvmlDevice device, long now, long slowPeriod) {
    long since = tracks.since(now, slowPeriod);
    var result = log.call(log.counter(FUNCTION), device, d -> d.processUtilization(since));
    return switch (result) {
      case NvmlResult.Success<List<NvmlProcessUtilization>>(var samples) ->
          taken(samples, since, now);
      // No process was active since.
      case NvmlResult.Failure<List<NvmlProcessUtilization>>(_, var code)
          when code.equals(NvmlReturn.NOT_FOUND) ->
          taken(List.of(), since, now);
      case NvmlResult.Failure<List<NvmlProcessUtilization>>(var function, var code) ->
          ReturnCodes.reading(function, code);
    };
  }

  private Reading<Boolean> taken(List<NvmlProcessUtilization> samples, long since, long now) {
    tracks.take(samples, since, now);
    return Reading.of(true);
  }
}
