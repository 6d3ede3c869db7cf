// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import io.gpunodeagent.nvml.NvmlReturn;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

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
    gpu(gpu.uuid(), () -> "GPU " + gpu.index() + " (" + gpu.uuid() + ")", "lost", now);
  }

  /** A GPU that NVML counts and that has not said who it is, is in this condition now. */
  void unidentified(int index, GpuCondition now) {
    gpu("index-" + index, () -> "GPU " + index + ", which NVML counts,", "not readable", now);
  }

  private void gpu(String id, Supplier<String> name, String lost, GpuCondition now) {
    switch (now) {
      case GpuCondition.Unread _ -> {}
      case GpuCondition.Fresh _ -> {
        if (problems.ends(id)) {
          LOG.log(Level.INFO, "{0} is back", name.get());
        }
      }
      case GpuCondition.Hung(var function, var since) -> {
        if (problems.begins(id, "hung")) {
          LOG.log(
              Level.WARNING,
              "{0} hangs: {1} has not returned since {2}",
              name.get(),
              function,
              since);
        }
      }
      case GpuCondition.Lost(var function, var code, _) -> {
        if (problems.begins(id, "lost")) {
          LOG.log(
              Level.WARNING,
              "{0} is {1}: {2} answered {3}",
              name.get(),
              lost,
              function,
              new NvmlReturn(code));
        }
      }
    }
  }

  /** A GPU is not waited for any more. */
  static void departed(GpuIdentity gpu, Duration after) {
    LOG.log(
        Level.WARNING,
        "GPU {0} ({1}, {2}) has left the machine: it has been gone for {3}",
        gpu.index(),
        gpu.uuid(),
        gpu.pciBusId(),
        after);
  }
}
