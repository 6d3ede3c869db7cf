// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The built library with its catalogue and scenarios. */
public final class Shipped {

  private static final Path LIB =
      Path.of(
              Objects.requireNonNull(
                  System.getProperty("nvml.simulator.directory"), "run by Maven, which sets it"))
          .resolve("lib");

  private Shipped() {}

  public static Path library() {
    return LIB.resolve("libnvidia-ml.so.1");
  }

  public static Path catalogue() {
    return LIB.resolve("catalogue");
  }

  public static Path scenario(String name) {
    return LIB.resolve("scenarios").resolve(name + ".yaml");
  }

  /** The names of all scenarios. */
  public static List<String> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(LIB.resolve("scenarios"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".yaml", ""))
          .sorted()
          .toList();
    }
  }

  /** The names of those with a cluster around them. */
  public static List<String> nodes() throws IOException {
    return scenarios().stream().filter(name -> name.startsWith("k8s-")).toList();
  }
}
