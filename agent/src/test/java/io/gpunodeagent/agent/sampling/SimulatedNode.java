// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.signal.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node played by the simulated library from a scenario that a test writes and rewrites. */
public final class SimulatedNode {

  static final Path BUILT = Path.of(System.getProperty("nvml.simulator.directory"));
  static final Path LIBRARY = BUILT.resolve("lib/libnvidia-ml.so.1");

  private final Path scenario;
  private final String clock;
  private int branch = 580;
  private Path library = LIBRARY;
  private Duration period = Duration.ofMillis(100);
  private Duration slowPeriod = Duration.ofMillis(300);
  private Duration callTimeout = Duration.ofSeconds(2);
  private Optional<Path> kernelLog = Optional.empty();
  private Optional<Path> pciDevices = Optional.empty();
  private Optional<String> frozen = Optional.empty();

  /** A node in {@code directory}; time runs from now, through every reload of the library. */
  public SimulatedNode(Path directory, String... lines) {
    scenario = directory.resolve("scenario.yaml");
    clock = "clock: {epoch: " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "}";
    rewrite(lines);
  }

  /** {@code count} H100 in one node. */
  public static String h100(int count) {
    return "devices: [{model: H100-SXM5-80GB, count: " + count + "}]";
  }

  /** Faults, each a flow mapping. */
  public static String faults(String... faults) {
    return "faults: [" + String.join(", ", faults) + "]";
  }

  /** Plays other lines from now on. */
  public SimulatedNode rewrite(String... lines) {
    return rewriteWithDriver("", lines);
  }

  /** Plays other lines with more keys of the driver, such as {@code init: NO_PERMISSION}. */
  public SimulatedNode rewriteWithDriver(String driver, String... lines) {
    var text =
        "description: a test\n"
            + "driver: {version: %1$d.105.08, nvml: 13.%1$d.105.08, cuda: 13000, branch: r%1$d_00,"
                .formatted(branch)
            + " symbols: "
            + branch
            + (driver.isEmpty() ? "" : ", " + driver)
            + "}\n"
            + clock
            + "\n"
            + String.join("\n", lines)
            + "\n";
    try {
      var next = scenario.resolveSibling("next.yaml");
      Files.writeString(next, text);
      Files.move(
          next, scenario, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return this;
  }

  /** The branch of the driver, for what is written from now on. */
  public SimulatedNode driver(int other) {
    branch = other;
    return this;
  }

  public SimulatedNode library(Path other) {
    library = other;
    return this;
  }

  public SimulatedNode period(Duration other) {
    period = other;
    return this;
  }

  public SimulatedNode slowPeriod(Duration other) {
    slowPeriod = other;
    return this;
  }

  public SimulatedNode callTimeout(Duration other) {
    callTimeout = other;
    return this;
  }

  public SimulatedNode kernelLog(Path file) {
    kernelLog = Optional.of(file);
    return this;
  }

  /** Whose GPUs are on this bus. */
  public SimulatedNode pciDevices(Path folder) {
    pciDevices = Optional.of(folder);
    return this;
  }

  /** Freezes the scenario's clock. */
  public SimulatedNode frozenAt(String time) {
    frozen = Optional.of("fixed:" + time);
    return this;
  }

  public SamplingConfig config() {
    return new SamplingConfig(
        new SamplingConfig.Source(
            Optional.of(library),
            Map.of(
                "NVML_SIMULATOR_SCENARIO",
                scenario.toString(),
                "NVML_SIMULATOR_CLOCK",
                frozen.orElse("")),
            true,
            kernelLog,
            pciDevices),
        period,
        slowPeriod,
        callTimeout,
        Duration.ofMinutes(5),
        true);
  }

  /** Starts to sample. */
  public Sampling sample(Signal<?>... signals) {
    return new Sampling(config(), Set.of(signals), false);
  }

  /** Starts to sample, processes too. */
  public Sampling sampleWithProcesses(Signal<?>... signals) {
    return new Sampling(config(), Set.of(signals), true);
  }
}
