// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to load NVML.
 *
 * @param library the file to load; if empty, the dynamic linker searches for {@link
 *     #DEFAULT_LIBRARY}
 * @param environment variables for the C environment of this process, because C libraries do not
 *     see what Java sets. They are set before loading; {@link Nvml#close} restores those that
 *     nobody changed since
 */
public record NvmlOptions(Optional<Path> library, Map<String, String> environment) {
  /**
   * The name that the driver installs. The name without {@code .1} belongs to development packages,
   * whose library is an empty stub.
   */
  public static final String DEFAULT_LIBRARY = "libnvidia-ml.so.1";

  /** Copies the variables. */
  public NvmlOptions {
    environment = Map.copyOf(environment);
  }

  /** {@return options to load the library that the driver installed} */
  public static NvmlOptions defaults() {
    return new NvmlOptions(Optional.empty(), Map.of());
  }

  /**
   * {@return the same options with another library}
   *
   * @param path the file to load
   */
  public NvmlOptions withLibrary(Path path) {
    return new NvmlOptions(Optional.of(path), environment);
  }

  /**
   * {@return the same options with one more variable}
   *
   * @param name the name of the variable
   * @param value its value; a later value for the same name replaces an earlier one
   */
  public NvmlOptions withEnvironment(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(environment);
    extended.put(name, value);
    return new NvmlOptions(library, extended);
  }
}
