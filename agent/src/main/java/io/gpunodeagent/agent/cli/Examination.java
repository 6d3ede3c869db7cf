package io.gpunodeagent.agent.cli;

import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.SamplerClock;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.snapshot.DriverState;
import io.gpunodeagent.agent.snapshot.GpuSample;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.web.ListenAddress;
import io.gpunodeagent.agent.web.WebConfig;
import io.gpunodeagent.agent.web.WebSetupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What {@code doctor} looks at. */
final class Examination {

  private Examination() {}

  /** The library, the driver behind it, and each GPU. */
  static List<Finding> nvml(SamplingConfig config) {
    try (var sampler = new Sampler(config, OneReading.everything(), SamplerClock.system())) {
      return nvml(sampler.sampleOnce());
    }
  }

  private static List<Finding> nvml(NodeSnapshot node) {
    return switch (node.driver()) {
      case DriverState.Unavailable away ->
          List.of(
              Finding.missing(
                  "NVML",
                  away.detail() + ": " + away.remedy(),
                  "no GPU metrics; the agent runs and keeps trying"));
      case DriverState.Ready ready -> {
        var all = new ArrayList<Finding>();
        all.add(Finding.good("NVML", ready.libraryPath()));
        all.add(
            Finding.good(
                "driver",
                ready.driverVersion().toOptional().orElse(Show.ABSENT)
                    + (node.simulated() ? ", simulated" : "")));
        if (node.gpus().isEmpty()) {
          all.add(Finding.missing("GPUs", "none", "no GPU metrics"));
        }
        node.gpus().forEach(gpu -> all.add(gpu(gpu)));
        yield all;
      }
    };
  }

  private static Finding gpu(GpuSample gpu) {
    var subject = "GPU " + gpu.identity().index();
    return gpu.fresh()
        ? Finding.good(subject, gpu.identity().name())
        : Finding.missing(subject, Show.condition(gpu.condition()), "no metrics of this GPU");
  }

  /** Whether XIDs can be read from the kernel's messages. */
  static Finding kernelLog(SamplingConfig config) {
    if (config.source().kernelLog().isEmpty()) {
      return Finding.good("kernel log", "off");
    }
    var file = config.source().kernelLog().get();
    try {
      FileChannel.open(file, StandardOpenOption.READ).close();
      return Finding.good("kernel log", file.toString());
    } catch (IOException refused) {
      return Finding.missing(
          "kernel log",
          file + " cannot be read",
          "XIDs come from NVML alone; those of a GPU that is lost are missed");
    }
  }

  /** Whether the agent could listen. */
  static Finding port(WebConfig config) {
    try {
      ListenAddress.check(config);
      return Finding.good("port", config.host() + ":" + config.port() + " is free");
    } catch (WebSetupException taken) {
      return Finding.missing("port", taken.getMessage(), "the agent does not start");
    }
  }
}
