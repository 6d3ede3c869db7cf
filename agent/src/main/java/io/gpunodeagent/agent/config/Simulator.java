// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The simulated NVML as it is installed: {@code libnvidia-ml.so.1} beside a folder {@code
 * scenarios} of YAML files.
 *
 * @param directory that holds both
 */
public record Simulator(Path directory) {

  /** The variable by which the library learns its scenario: a shipped one's name, or a file. */
  public static final String SCENARIO_VARIABLE = "NVML_SIMULATOR_SCENARIO";

  /** The variable that names the folder of settings which outlast a process. */
  public static final String STATE_VARIABLE = "NVML_SIMULATOR_STATE";

  private static final String SUFFIX = ".yaml";
  private static final String DESCRIPTION = "description:";

  /** The simulator in {@code directory}, if there is one. */
  public static Optional<Simulator> in(Path directory) {
    var simulator = new Simulator(directory.toAbsolutePath().normalize());
    return Files.isRegularFile(simulator.library()) ? Optional.of(simulator) : Optional.empty();
  }

  /** The library to load. */
  public Path library() {
    return directory.resolve("libnvidia-ml.so.1");
  }

  /** The program that plays {@code nvidia-smi} beside it. */
  public Path nvidiaSmi() {
    return directory.resolve("nvidia-smi");
  }

  /** Whether {@code scenario} is a file and not the name of a shipped scenario. */
  public static boolean isFile(String scenario) {
    return scenario.contains("/") || scenario.endsWith(SUFFIX);
  }

  /** The file of {@code scenario}, a shipped one's name or a file. */
  public Path file(String scenario) {
    return isFile(scenario)
        ? Path.of(scenario)
        : directory.resolve("scenarios").resolve(scenario + SUFFIX);
  }

  /** The folder of the models that scenarios name. */
  public Path catalogue() {
    return directory.resolve("catalogue");
  }

  /** What has the library play {@code scenario}. */
  public Map<String, String> environment(String scenario) {
    return Map.of(SCENARIO_VARIABLE, scenario);
  }

  /** The shipped scenarios, by name. */
  public List<Scenario> scenarios() {
    try (Stream<Path> files = Files.list(directory.resolve("scenarios"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .map(Simulator::describe)
          .toList();
    } catch (IOException missing) {
      return List.of();
    }
  }

  private static Scenario describe(Path file) {
    var fileName = file.getFileName().toString();
    var name = fileName.substring(0, fileName.length() - SUFFIX.length());
    try (Stream<String> lines = Files.lines(file)) {
      var description =
          lines
              .filter(line -> line.startsWith(DESCRIPTION))
              .map(line -> line.substring(DESCRIPTION.length()).strip())
              .findFirst();
      return new Scenario(name, description.orElse(""));
    } catch (IOException | UncheckedIOException unreadable) {
      return new Scenario(name, "cannot be read");
    }
  }

  /**
   * A shipped scenario.
   *
   * @param name as {@code --simulate} takes it
   * @param description what it plays, one line
   */
  public record Scenario(String name, String description) {}
}
