package io.gpunodeagent.agent.persistence;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file. It is replaced in one move, after what is new is on the disk: whenever the machine
 * stops, there is an old one or a new one.
 */
record StateFile(Path path) {

  /** Some 700 bytes an allocation; no file of this agent's is larger. */
  private static final int LARGEST = 8 * 1024 * 1024;

  /**
   * What it holds.
   *
   * @throws UnusableException when it is larger than any this agent writes, or no file
   */
  byte[] read() throws IOException, UnusableException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableException("is not a regular file");
    }
    try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      var content = in.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw new UnusableException("is larger than " + LARGEST + " bytes");
      }
      return content;
    }
  }

  /** Whether there is one. */
  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The folder it is in. */
  Path folder() {
    var parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /**
   * Replaces it; when that fails, the old one is still there.
   *
   * @throws FileSystemException when what is there is no regular file: it is somebody else's
   */
  void write(byte[] content) throws IOException {
    if (exists() && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(path.toString(), null, "is not a regular file");
    }
    var unfinished = path.resolveSibling("." + path.getFileName() + ".new");
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
