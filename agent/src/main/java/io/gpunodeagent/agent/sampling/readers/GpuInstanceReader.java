// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.snapshot.MigInstance.ComputeInstance;
import io.gpunodeagent.core.snapshot.MigInstance.Placement;
import io.gpunodeagent.nvml.MigDevice;
import io.gpunodeagent.nvml.NvmlGpuInstance;
import io.gpunodeagent.nvml.NvmlResult;
import java.util.Comparator;
import java.util.List;

/** Reads one GPU instance through its first compute instance. Confined to one thread. */
public final class GpuInstanceReader {

  private final int id;
  private final List<MigMember> members;
  private final Reading<Placement> placement;
  private final List<ComputeInstance> computeInstances;
  private final QueryReader queries;
  private Readings latest = Readings.none();

  GpuInstanceReader(
      int id, List<MigMember> members, SamplingPlan plan, QueryTarget target, CallLog log) {
    this.id = id;
    this.members = List.copyOf(members);
    placement = placement(id, target, log);
    computeInstances =
        members.stream()
            .sorted(Comparator.comparingInt(MigMember::computeInstanceId))
            .map(MigMember::snapshot)
            .toList();
    queries = QueryReader.ofInstance(plan, log);
  }

  public int id() {
    return id;
  }

  public List<MigDevice> devices() {
    return members.stream().map(MigMember::device).toList();
  }

  /** Reads the instance's own figures; returns whether its handle is still good. */
  boolean read(QueryTarget target, CallLog log, long now, long slowPeriod) {
    var device = members.getFirst().device();
    return !queries.read(target.with(device), log, now, slowPeriod);
  }

  /** The instance with its readings and those that {@code more} adds. */
  public MigInstance snapshot(Readings more) {
    var readings = latest.next();
    queries.into(readings);
    readings.putAll(more);
    latest = readings.build();
    return new MigInstance(
        id, members.getFirst().profile().gpu(), placement, computeInstances, latest);
  }

  /** Needs a right that a container seldom has: a placement not read is not a fault. */
  private static Reading<Placement> placement(int id, QueryTarget target, CallLog log) {
    return switch (log.call(
        "nvmlDeviceGetGpuInstanceById", () -> target.device().gpuInstanceById(id))) {
      case NvmlResult.Failure<NvmlGpuInstance>(var function, var code) ->
          ReturnCodes.reading(function, code);
      case NvmlResult.Success<NvmlGpuInstance>(var instance) ->
          ReturnCodes.reading(
              log.call("nvmlGpuInstanceGetInfo", instance::info),
              info -> Reading.of(new Placement(info.placement().start(), info.placement().size())));
    };
  }
}
