package io.gpunodeagent.nvml;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to load NVML.
 *
 * @param library the file; by default the dynamic linker searches {@link #DEFAULT_LIBRARY}
 * @param environment put into the C environment of this process before loading, as C libraries
 *     cannot see what Java sets otherwise. It stays there.
 */
public record NvmlOptions(Optional<Path> library, Map<String, String> environment) {
  /**
   * What the driver installs. The name without {@code .1} belongs to development packages and their
   * empty stubs.
   */
  public static final String DEFAULT_LIBRARY = "libnvidia-ml.so.1";

  public NvmlOptions {
    environment = Map.copyOf(environment);
  }

  public static NvmlOptions defaults() {
    return new NvmlOptions(Optional.empty(), Map.of());
  }

  public NvmlOptions withLibrary(Path path) {
    return new NvmlOptions(Optional.of(path), environment);
  }

  public NvmlOptions withEnvironment(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(environment);
    extended.put(name, value);
    return new NvmlOptions(library, extended);
  }
}
