// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.gpunodeagent.agent.files.BoundedFile.NotRegularException;
import io.gpunodeagent.agent.files.BoundedFile.TooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that this program writes and nobody else, readable by its user alone. It is replaced in
 * one move, after what is new is on the disk: whenever the machine stops, there is an old one or a
 * new one. Links are not followed.
 */
public record OwnFile(Path path) {

  /**
   * What it holds.
   *
   * @param limit its size at most, in bytes
   * @throws NotRegularException when it is no regular file
   * @throws TooLargeException when it is larger
   */
  public byte[] read(int limit) throws IOException {
    var content = begin(limit + 1);
    if (content.length > limit) {
      throw new TooLargeException(path, limit);
    }
    return content;
  }

  /**
   * What it begins with.
   *
   * @param most bytes
   * @throws NotRegularException when it is no regular file
   */
  public byte[] begin(int most) throws IOException {
    if (exists() && !isRegular()) {
      throw new NotRegularException(path);
    }
    try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(most);
    }
  }

  /** Whether there is one, of whatever kind. */
  public boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isRegular() {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The folder it is in. */
  public Path folder() {
    var parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /** What it is called while it is written. */
  public Path unfinished() {
    return path.resolveSibling("." + path.getFileName() + ".new");
  }

  /**
   * Replaces it; when that fails, the old one is still there.
   *
   * @throws NotRegularException when what is there is no regular file: it is somebody else's
   */
  public void write(byte[] content) throws IOException {
    if (exists() && !isRegular()) {
      throw new NotRegularException(path);
    }
    var unfinished = unfinished();
    Files.deleteIfExists(unfinished);
    try {
      var owners = PosixFilePermissions.fromString("rw-------");
      try (var out =
          FileChannel.open(
              unfinished,
              Set.of(CREATE_NEW, WRITE),
              PosixFilePermissions.asFileAttribute(owners))) {
        var rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(
          unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      deleteQuietly(unfinished);
      throw failed;
    }
    try (var folder = FileChannel.open(folder(), READ)) {
      folder.force(true);
    }
  }

  private static void deleteQuietly(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException left) {
      // The next write begins with it.
    }
  }
}
