// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which file is mapped where in the memory of this process ({@code /proc/self/maps}). */
final class MappedFiles {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final int PATH_COLUMN = 5;

  private MappedFiles() {}

  static Optional<Path> holding(long address) {
    try {
      return holding(Files.readAllLines(MAPS), address);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Lines read {@code from-to permissions offset device inode path}, addresses in hexadecimal. */
  static Optional<Path> holding(List<String> lines, long address) {
    return lines.stream()
        .map(line -> line.split(" +", PATH_COLUMN + 1))
        .filter(columns -> columns.length > PATH_COLUMN && columns[PATH_COLUMN].startsWith("/"))
        .filter(columns -> holds(columns[0], address))
        .map(columns -> Path.of(columns[PATH_COLUMN]))
        .findFirst();
  }

  private static boolean holds(String range, long address) {
    int dash = range.indexOf('-');
    long from = Long.parseUnsignedLong(range, 0, dash, 16);
    long to = Long.parseUnsignedLong(range, dash + 1, range.length(), 16);
    return Long.compareUnsigned(from, address) <= 0 && Long.compareUnsigned(address, to) < 0;
  }
}
