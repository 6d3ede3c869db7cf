package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.GpuCondition;
import io.gpunodeagent.agent.snapshot.GpuIdentity;
import io.gpunodeagent.nvml.NvmlReturn;
import java.lang.System.Logger.Level;

/** Logs what changed, once: driver up and down, GPUs hung, lost and back. */
final class StateLog {

  private static final System.Logger LOG = System.getLogger("io.gpunodeagent.agent.sampling");

  private StateLog() {}

  /** The library went from one state to another. */
  static void driver(LibraryState before, LibraryState after) {
    switch (after) {
      case LibraryState.Down(var why) -> {
        boolean known =
            before instanceof LibraryState.Down(var earlier) && earlier.problem() == why.problem();
        if (!known && why.problem() != DriverState.Problem.STARTING) {
          LOG.log(Level.WARNING, "NVML is unavailable: {0}; {1}", why.detail(), why.remedy());
        }
      }
      case LibraryState.Up(var session) -> {
        if (before instanceof LibraryState.Down) {
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

  /** A GPU went from one condition to another. */
  static void gpu(GpuIdentity gpu, GpuCondition before, GpuCondition after) {
    if (before.getClass() == after.getClass()) {
      return;
    }
    switch (after) {
      case GpuCondition.Fresh _ ->
          LOG.log(Level.INFO, "GPU {0} ({1}) is back", gpu.index(), gpu.uuid());
      case GpuCondition.Hung(var function, var since) ->
          LOG.log(
              Level.WARNING,
              "GPU {0} ({1}) hangs: {2} has not returned since {3}",
              gpu.index(),
              gpu.uuid(),
              function,
              since);
      case GpuCondition.Lost(var function, var code, _) ->
          LOG.log(
              Level.WARNING,
              "GPU {0} ({1}) is lost: {2} answered {3}",
              gpu.index(),
              gpu.uuid(),
              function,
              new NvmlReturn(code));
    }
  }
}
