// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlOpenException.InitFailed;
import io.gpunodeagent.nvml.NvmlOpenException.LibraryInvalid;
import io.gpunodeagent.nvml.NvmlOpenException.LibraryNotFound;
import io.gpunodeagent.nvml.jna.LibC;
import io.gpunodeagent.nvml.jna.NvmlFunctions;
import io.gpunodeagent.nvml.jna.NvmlLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The library, loaded and initialised.
 *
 * @param path the file to load, links not followed
 * @param identity the identity of that file when it was loaded; empty if it could not be read
 * @param environment the variables that were set for it
 */
record OpenLibrary(
    NvmlLibrary library,
    Path path,
    Optional<NvmlLibraryIdentity> identity,
    Map<String, String> environment) {
  private static final String INIT = "nvmlInit_v2";

  static OpenLibrary open(NvmlOptions options) throws NvmlOpenException {
    options.environment().forEach(LibC::setEnvironment);
    try {
      return initialised(options);
    } catch (NvmlOpenException failed) {
      options.environment().forEach(LibC::restoreEnvironment);
      throw failed;
    }
  }

  private static OpenLibrary initialised(NvmlOptions options) throws NvmlOpenException {
    NvmlLibrary library = load(options);
    Path path = locate(library, options.library());
    if (library.missingSymbols().contains(INIT)) {
      library.close();
      throw new NvmlOpenException(new LibraryInvalid(path, "it has no function " + INIT));
    }
    int code = NvmlFunctions.nvmlInit_v2();
    if (code != 0) {
      library.close();
      throw new NvmlOpenException(new InitFailed(NvmlReturn.of(code)));
    }
    return new OpenLibrary(library, path, NvmlLibraryIdentity.of(path), options.environment());
  }

  private static NvmlLibrary load(NvmlOptions options) throws NvmlOpenException {
    Optional<Path> path = options.library().map(Path::toAbsolutePath);
    String name = path.map(Path::toString).orElse(NvmlOptions.DEFAULT_LIBRARY);
    LibraryFile.readAhead(path, System.getenv().getOrDefault("LD_LIBRARY_PATH", ""));
    try {
      return NvmlLibrary.load(name);
    } catch (UnsatisfiedLinkError e) {
      String message = linkerMessage(e);
      boolean present =
          path.map(Files::exists).orElse(!message.contains("No such file or directory"));
      throw new NvmlOpenException(
          present ? new LibraryInvalid(Path.of(name), message) : new LibraryNotFound(name, message),
          e);
    }
  }

  /** JNA tries several names; the linker's message about the first one is the useful one. */
  private static String linkerMessage(UnsatisfiedLinkError error) {
    Throwable first = error.getSuppressed().length > 0 ? error.getSuppressed()[0] : error;
    return String.valueOf(first.getMessage());
  }

  /**
   * The path in the options. If the linker searched, the name that it searched for, in the
   * directory of the file that it mapped: that name is usually a link, and a driver update points
   * it to another file.
   */
  private static Path locate(NvmlLibrary library, Optional<Path> asked) {
    if (asked.isPresent()) {
      return asked.get().toAbsolutePath();
    }
    Path mapped =
        MappedFiles.holding(library.symbolAddress(INIT))
            .orElse(Path.of(NvmlOptions.DEFAULT_LIBRARY));
    Path link = mapped.resolveSibling(NvmlOptions.DEFAULT_LIBRARY);
    return Files.exists(link) ? link : mapped;
  }

  /** Undoes {@code nvmlInit_v2}, unloads the library, and restores the environment. */
  void close() {
    NvmlFunctions.nvmlShutdown();
    library.close();
    environment.forEach(LibC::restoreEnvironment);
  }
}
