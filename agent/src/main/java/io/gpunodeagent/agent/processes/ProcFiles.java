// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Reads small files below a mounted {@code /proc}. Confined to one thread: the buffer is shared.
 */
final class ProcFiles {

  /** Thirteen version 1 hierarchies of 4096-byte paths, with room. */
  private static final int LARGEST = 64 * 1024;

  private final Path root;
  private final byte[] buffer = new byte[LARGEST];

  ProcFiles(Path root) {
    this.root = root;
  }

  /** The folder of a process. */
  Path folder(long pid) {
    return root.resolve(Long.toString(pid));
  }

  /** A file that is no process's. */
  Path path(String file) {
    return root.resolve(file);
  }

  /** A file of a process. */
  Path path(String process, String file) {
    return root.resolve(process).resolve(file);
  }

  /** The file's text, at most the buffer's size. */
  String text(Path file) throws IOException {
    int length = fill(file);
    if (length == LARGEST) {
      throw new IOException(file + " is larger than " + LARGEST + " bytes");
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /** The parsed {@code stat} of a process. */
  StatLine stat(Path file) throws IOException {
    int length = fill(file);
    return StatLine.parse(buffer, length)
        .orElseThrow(() -> new IOException(file + " is not of the form of a stat file"));
  }

  /** Where a link points; empty when it cannot be read. */
  Optional<String> link(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  /**
   * What tells a process from a later one with the same number, at a fifth of the cost of reading
   * its start: procfs gives every process, when first looked up, a folder with an inode and a time
   * of its own and never hands it on. It may renew them for a process that lives on.
   */
  Mark mark(Path folder) throws IOException {
    var attributes = Files.readAttributes(folder, BasicFileAttributes.class);
    return new Mark(
        Optional.ofNullable(attributes.fileKey()).orElse(folder), attributes.lastModifiedTime());
  }

  /** Whether {@code problem} says that the process is gone. */
  static boolean gone(IOException problem, Path file) {
    return problem instanceof NoSuchFileException
        || (!(problem instanceof AccessDeniedException) && Files.notExists(file));
  }

  /**
   * Names one incarnation of a folder.
   *
   * @param key device and inode
   * @param time when the inode was made
   */
  record Mark(Object key, FileTime time) {}

  private int fill(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      return stream.readNBytes(buffer, 0, LARGEST);
    }
  }
}
