// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The simulated library, and nodes for it to play. */
final class Simulation {
  private static final Path BUILT = Path.of(property("nvml.simulator.directory"));

  private Simulation() {}

  /** The library with every symbol of its header. */
  static Path library() {
    return BUILT.resolve("lib").resolve(NvmlOptions.DEFAULT_LIBRARY);
  }

  /** A variant in which the symbols of drivers after a branch are truly absent: 450 or 550. */
  static Path libraryOf(int branch) {
    return BUILT.resolve("old-driver-" + branch).resolve(NvmlOptions.DEFAULT_LIBRARY);
  }

  /** Plays a shipped scenario, with its clock stopped at two minutes. */
  static NvmlOptions scenario(String name) {
    return NvmlOptions.defaults()
        .withLibrary(library())
        .withEnvironment("NVML_SIMULATOR_SCENARIO", name)
        .withEnvironment("NVML_SIMULATOR_CLOCK", "fixed:120s");
  }

  /** Plays a file with its own clock: an empty override is none. */
  static NvmlOptions scenario(Path file) {
    return scenario(file.toString()).withEnvironment("NVML_SIMULATOR_CLOCK", "");
  }

  /** Writes a scenario, or replaces it in one step, so that the library never sees half of it. */
  static Path write(Path directory, String yaml) {
    try {
      Path file = directory.resolve("scenario.yaml");
      Path draft = Files.writeString(directory.resolve("draft"), yaml);
      return Files.move(
          draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Nvml open(NvmlOptions options) {
    try {
      return Nvml.open(options);
    } catch (NvmlOpenException e) {
      throw new AssertionError("is the simulator built?", e);
    }
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("run by Maven, which sets " + name);
    }
    return value;
  }
}
