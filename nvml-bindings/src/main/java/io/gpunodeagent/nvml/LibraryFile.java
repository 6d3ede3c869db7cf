// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlOpenException.LibraryInvalid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the library's file before the dynamic linker does. While the linker opens a file it holds a
 * lock of the whole process, and no thread can start: a file on a mount that does not answer would
 * stop everything. Read here, such a file blocks the calling thread only.
 */
final class LibraryFile {

  /** Real libraries have about 3 MiB; the linker reads the rest of a larger file. */
  private static final long READ_AT_MOST = 64L << 20;

  /** Where the linker looks on the distributions that NVIDIA's driver supports. */
  private static final List<Path> LINKER_FOLDERS = linkerFolders();

  private LibraryFile() {}

  /**
   * Reads the file that will be loaded. The linker reports a file that is missing.
   *
   * @param asked the file to load; if empty, the linker searches for the default name
   * @param searched the value of {@code LD_LIBRARY_PATH}, empty if it is not set
   * @throws NvmlOpenException if it is no regular file, because opening a pipe or a device may
   *     never return
   */
  static void readAhead(Optional<Path> asked, String searched) throws NvmlOpenException {
    if (asked.isPresent()) {
      read(asked.get());
      return;
    }
    var folders =
        Stream.concat(
            Arrays.stream(searched.split(":", -1)).filter(name -> !name.isEmpty()).map(Path::of),
            LINKER_FOLDERS.stream());
    for (var folder : folders.toList()) {
      var file = folder.resolve(NvmlOptions.DEFAULT_LIBRARY);
      if (Files.exists(file)) {
        read(file);
        return;
      }
    }
  }

  private static List<Path> linkerFolders() {
    var machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
    var multiarch = "lib/" + machine + "-linux-gnu";
    return Stream.of(multiarch, "usr/" + multiarch, "lib64", "usr/lib64", "lib", "usr/lib")
        .map(name -> Path.of("/").resolve(name))
        .toList();
  }

  private static void read(Path file) throws NvmlOpenException {
    if (!Files.exists(file)) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw new NvmlOpenException(new LibraryInvalid(file, "it is not a regular file"));
    }
    try (var channel = FileChannel.open(file)) {
      var buffer = ByteBuffer.allocate(1 << 16);
      long left = READ_AT_MOST;
      for (int read = channel.read(buffer); read >= 0 && left > 0; read = channel.read(buffer)) {
        left -= read;
        buffer.clear();
      }
    } catch (IOException unreadable) {
      // The linker meets the same fault and reports it better.
    }
  }
}
