// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import io.gpunodeagent.agent.cli.view.ReadingText;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.web.ListenAddress;
import io.gpunodeagent.agent.web.RunningAgent;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.UnreadableGpu;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code doctor} looks at. */
public final class Examination {

  private static final String SEE_PROCESSES =
      "set hostPID: true for the pod, so that it sees the host's processes";

  private Examination() {}

  /** The library, the driver behind it, and each GPU. */
  public static List<CheckResult> nvml(NodeSnapshot node) {
    return switch (node.driver()) {
      case DriverState.Unavailable away ->
          List.of(
              CheckResult.missing(
                  "NVML",
                  away.detail() + ": " + away.remedy(),
                  "no GPU metrics; the agent runs and keeps trying",
                  away.remedy()));
      case DriverState.Ready ready -> {
        var all = new ArrayList<CheckResult>();
        all.add(CheckResult.good("NVML", ready.libraryPath()));
        all.add(
            CheckResult.good(
                "driver",
                ready.driverVersion().toOptional().orElse(ReadingText.ABSENT)
                    + (node.simulated() ? ", simulated" : "")));
        if (node.gpus().isEmpty() && node.absent().unreadable().isEmpty()) {
          all.add(
              CheckResult.missing(
                  "GPUs",
                  "none",
                  "no GPU metrics",
                  "see whether nvidia-smi -L on the host lists any, and give the pod their"
                      + " devices"));
        }
        node.gpus().forEach(gpu -> all.add(gpu(gpu)));
        node.absent().unreadable().forEach(gpu -> all.add(unreadable(gpu)));
        yield all;
      }
    };
  }

  private static CheckResult gpu(GpuSample gpu) {
    var subject = "GPU " + gpu.identity().index();
    return gpu.fresh()
        ? CheckResult.good(subject, gpu.identity().name())
        : CheckResult.missing(
            subject,
            ReadingText.condition(gpu.condition()),
            "no metrics of this GPU",
            fix(gpu.condition()));
  }

  private static CheckResult unreadable(UnreadableGpu gpu) {
    return CheckResult.missing(
        "GPU " + gpu.index(),
        "not readable: " + ReadingText.condition(gpu),
        "no metrics of this GPU; its health is unknown",
        fix(gpu.condition()));
  }

  private static String fix(GpuCondition condition) {
    return switch (condition) {
      case GpuCondition.Fresh() -> "";
      case GpuCondition.Unread _ -> "run doctor again; if it stays so, restart the node";
      case GpuCondition.Hung _ -> "look for its XID in the kernel log, and restart the node";
      case GpuCondition.Lost _ ->
          "look for its XID in the kernel log; reset the GPU or restart the node";
    };
  }

  /** Whether XIDs can be read from the kernel's messages. */
  public static CheckResult kernelLog(SamplingConfig config) {
    if (config.source().kernelLog().isEmpty()) {
      return CheckResult.good("kernel log", "off");
    }
    var file = config.source().kernelLog().get();
    try {
      FileChannel.open(file, StandardOpenOption.READ).close();
      return CheckResult.good("kernel log", file.toString());
    } catch (IOException refused) {
      return CheckResult.missing(
          "kernel log",
          file + " cannot be read",
          "XIDs come from NVML alone; those of a GPU that is lost are missed",
          "mount it into the pod readable, or set sampling.kernelLog: off");
    }
  }

  /** Whether the agent could listen, or does: {@code doctor} is mostly asked where one runs. */
  public static CheckResult port(WebConfig config) {
    var subject = "port";
    var address = config.host() + ":" + config.port();
    try {
      ListenAddress.check(config);
      return CheckResult.good(subject, address + " is free");
    } catch (SetupException taken) {
      return switch (RunningAgent.ask(config)) {
        case UP -> CheckResult.good(subject, address + " is held by a running agent, which is up");
        case DOWN ->
            CheckResult.missing(
                subject,
                address + " is held by a running agent, which is down",
                "no new figures; /health says why",
                "see /health and the agent's log");
        case ABSENT ->
            CheckResult.missing(
                subject,
                taken.getMessage(),
                "the agent does not start",
                "set web.host and web.port to an address that is free");
      };
    }
  }

  /** Whether the processes on the GPUs can be seen and told apart. */
  public static CheckResult processes(Optional<Path> proc, Visibility visibility) {
    var cost = "processes have no known owner, and no GPU counts as idle";
    if (proc.isEmpty()) {
      return CheckResult.without("processes", "not looked at", cost);
    }
    return switch (visibility) {
      case Visibility.Full() -> CheckResult.good("processes", "full: those of the host are seen");
      case Visibility.Partial(var reason) ->
          CheckResult.missing(
              "processes", "partial: " + reason, "some use has no known owner", SEE_PROCESSES);
      case Visibility.Blind(var reason) ->
          CheckResult.missing("processes", "blind: " + reason, cost, SEE_PROCESSES);
    };
  }

  /**
   * Whether what is to survive a restart can be kept.
   *
   * @param asked whether somebody asked for the file; the usual one may be missing
   */
  public static CheckResult stateFile(PersistenceConfig config, boolean asked) {
    var subject = "state file";
    if (config.file().isEmpty()) {
      return CheckResult.without(subject, "off", "usage starts from zero after a restart");
    }
    var file = config.file().get().toAbsolutePath();
    var folder = Optional.ofNullable(file.getParent()).orElse(file);
    var cost = "usage starts from zero after a restart";
    if (!Files.isDirectory(folder)) {
      var detail = "there is no folder " + folder;
      return asked
          ? CheckResult.missing(
              subject,
              "state.file: " + detail + ": make or mount it",
              cost,
              "make or mount the folder " + folder + ", or set state.file: off")
          : CheckResult.without(subject, detail, cost);
    }
    if (Files.isDirectory(file) || !Files.isWritable(folder)) {
      return CheckResult.missing(
          subject,
          file + " cannot be written",
          cost,
          "let the agent's user write into " + folder + ", or set state.file: off");
    }
    return CheckResult.good(subject, file + " can be written");
  }
}
