// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A C library made for tests of what the simulator leaves out, see {@code src/test/c/distinct.c}.
 */
final class DistinctLibrary {
  private static final Path ROOT = Path.of(Simulation.property("repository.root"));

  private DistinctLibrary() {}

  static Path compile(Path directory) throws IOException, InterruptedException {
    Path library = directory.resolve(NvmlOptions.DEFAULT_LIBRARY);
    int exit =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-I",
                ROOT.resolve("nvml-simulator/src/main/c").toString(),
                "-o",
                library.toString(),
                ROOT.resolve("nvml-bindings/src/test/c/distinct.c").toString())
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException("gcc: " + exit);
    }
    return library;
  }
}
