package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.GpuCondition;
import io.gpunodeagent.agent.snapshot.GpuIdentity;
import io.gpunodeagent.nvml.NvmlReturn;
import java.lang.System.Logger.Level;

/** Logs what changed, once: driver up and down, GPUs hung, lost and back. */
final class StateLog {

  private static final System.Logger LOG = System.getLogger("io.gpunodeagent.agent.sampling");

  private static final String DRIVER = "driver";

  private final OngoingProblems problems = new OngoingProblems();

  /** The library is in this state now. */
  void driver(LibraryState now) {
    switch (now) {
      case LibraryState.Down(var why) -> {
        if (problems.begins(DRIVER, why.problem().name())
            && why.problem() != DriverState.Problem.STARTING) {
          LOG.log(Level.WARNING, "NVML is unavailable: {0}; {1}", why.detail(), why.remedy());
        }
      }
      case LibraryState.Up(var session) -> {
        if (problems.ends(DRIVER)) {
          var driver = session.driver();
          LOG.log(
              Level.INFO,
              "NVML is ready: driver {0}, {1} GPU(s), {2}",
              driver.driverVersion().toOptional().orElse("of unknown version"),
              driver.deviceCount(),
              driver.libraryPath());
        }
      }
      case LibraryState.Renewing _ -> {}
    }
  }

  /** A GPU is in this condition now. */
  void gpu(GpuIdentity gpu, GpuCondition now) {
    var uuid = gpu.uuid();
    switch (now) {
      case GpuCondition.Fresh _ -> {
        if (problems.ends(uuid)) {
          LOG.log(Level.INFO, "GPU {0} ({1}) is back", gpu.index(), uuid);
        }
      }
      case GpuCondition.Hung(var function, var since) -> {
        if (problems.begins(uuid, "hung")) {
          LOG.log(
              Level.WARNING,
              "GPU {0} ({1}) hangs: {2} has not returned since {3}",
              gpu.index(),
              uuid,
              function,
              since);
        }
      }
      case GpuCondition.Lost(var function, var code, _) -> {
        if (problems.begins(uuid, "lost")) {
          LOG.log(
              Level.WARNING,
              "GPU {0} ({1}) is lost: {2} answered {3}",
              gpu.index(),
              uuid,
              function,
              new NvmlReturn(code));
        }
      }
    }
  }
}
