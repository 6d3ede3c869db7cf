// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.simulation.spi.NodeSimulator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds the node simulator: on the class path, as in tests, or in the folder of jars that the
 * launcher names. Its libraries are loaded from there only when a simulation starts.
 */
final class NodeSimulators {

  /** The folder of the simulator's jars. */
  static final String FOLDER_PROPERTY = "gpunodeagent.simulation";

  private NodeSimulators() {}

  /**
   * The installed simulator.
   *
   * @throws StartException when there is none
   */
  static NodeSimulator find() throws StartException {
    var found = ServiceLoader.load(NodeSimulator.class).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    return Optional.ofNullable(System.getProperty(FOLDER_PROPERTY))
        .flatMap(folder -> in(Path.of(folder)))
        .orElseThrow(
            () ->
                new StartException(
                    "nvml.simulate: needs the node simulator, which is not installed: use an image"
                        + " that was built with the simulated library"));
  }

  private static Optional<NodeSimulator> in(Path folder) {
    try (var files = Files.list(folder)) {
      var jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(NodeSimulators::url)
              .toArray(URL[]::new);
      var loader = new URLClassLoader("simulation", jars, NodeSimulators.class.getClassLoader());
      return ServiceLoader.load(NodeSimulator.class, loader).findFirst();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
