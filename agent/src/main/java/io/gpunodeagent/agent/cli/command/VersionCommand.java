// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.view.ReadingText;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.sampling.Sampler;
import io.gpunodeagent.agent.sampling.calls.SamplerClock;
import io.gpunodeagent.core.signal.SamplingPlan;
import io.gpunodeagent.core.snapshot.DriverState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the versions of the agent and of what it stands on. */
@Command(
    name = "version",
    description = {
      "Shows the versions of the agent, of Java, and of the driver as far as NVML can be read.",
      "A driver that is missing is no failure."
    })
final class VersionCommand implements Callable<Integer> {

  private final Options options;

  @Option(names = "--client", description = "Only the agent's own: NVML is not loaded.")
  private boolean client;

  @Mixin private Output output = new Output();

  VersionCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() {
    var config = options.load().sampling();
    var versions = new LinkedHashMap<String, String>();
    versions.put("agentVersion", options.around().version());
    versions.put("javaVersion", Runtime.version().toString());
    if (!client) {
      try (var sampler =
          new Sampler(config, new SamplingPlan(Set.of(), false), SamplerClock.system())) {
        versions.putAll(of(sampler.sampleOnce().driver()));
      }
    }
    var json = new JsonObject();
    versions.forEach(json::put);
    options
        .around()
        .out()
        .print(output.of(false, () -> text(versions), () -> text(versions), () -> json));
    return 0;
  }

  private static Map<String, String> of(DriverState driver) {
    var versions = new LinkedHashMap<String, String>();
    switch (driver) {
      case DriverState.Ready ready -> {
        ready.driverVersion().toOptional().ifPresent(is -> versions.put("driverVersion", is));
        ready.nvmlVersion().toOptional().ifPresent(is -> versions.put("nvmlVersion", is));
        ready
            .cudaDriverVersion()
            .toOptional()
            .ifPresent(is -> versions.put("cudaDriverVersion", ReadingText.cuda(is)));
        versions.put("nvmlLibrary", ready.libraryPath());
      }
      case DriverState.Unavailable away -> versions.put("nvmlProblem", away.detail());
    }
    return versions;
  }

  /** Such as {@code Driver Version: 580.105.08}, as kubectl writes it. */
  private static String text(Map<String, String> versions) {
    return versions.entrySet().stream()
        .map(entry -> title(entry.getKey()) + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String title(String key) {
    var words =
        key.replaceAll("(?=[A-Z])", " ")
            .replaceFirst("^nvml", "NVML")
            .replaceFirst("^cuda", "CUDA");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
