// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.simulated;

import io.gpunodeagent.agent.faults.StartException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds a service of the node simulator: on the class path, as in tests, or in the folder of jars
 * that the launcher names. Its libraries are loaded from there only when a simulation starts.
 */
final class Installed {

  /** The folder of the simulator's jars. */
  static final String FOLDER_PROPERTY = "gpunodeagent.simulation";

  private Installed() {}

  /**
   * The service of that type.
   *
   * @throws StartException when there is none
   */
  static <S> S find(Class<S> service) throws StartException {
    var found = ServiceLoader.load(service).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    return Optional.ofNullable(System.getProperty(FOLDER_PROPERTY))
        .flatMap(folder -> in(service, Path.of(folder)))
        .orElseThrow(
            () ->
                new StartException(
                    "nvml.simulate: needs the node simulator, which is not installed: use an image"
                        + " that was built with the simulated library"));
  }

  private static <S> Optional<S> in(Class<S> service, Path folder) {
    try (var files = Files.list(folder)) {
      var jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(Installed::url)
              .toArray(URL[]::new);
      var loader = new URLClassLoader("simulation", jars, Installed.class.getClassLoader());
      return ServiceLoader.load(service, loader).findFirst();
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
