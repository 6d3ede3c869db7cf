// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this process alone, deleted with all it holds. What a killed process left is deleted
 * when the next one makes a folder: a lock, which ends with its process, shows that nobody uses it.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final String PREFIX = "gpu-node-agent-";
  private static final String LOCK = "in-use";
  private static final String CONTENT = "content";

  private final Path folder;
  private final FileChannel lock;

  private TemporaryFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Makes one in the system's folder for temporary files. */
  public static TemporaryFolder create() throws IOException {
    return create(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  static TemporaryFolder create(Path parent) throws IOException {
    for (var left : ours(parent)) {
      deleteUnused(left);
    }
    var folder = Files.createTempDirectory(parent, PREFIX);
    var lock =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    Files.createDirectory(folder.resolve(CONTENT));
    return new TemporaryFolder(folder, lock);
  }

  /** Where to put files; empty at first. */
  public Path path() {
    return folder.resolve(CONTENT);
  }

  @Override
  public void close() {
    try (lock) {
      delete(folder);
    } catch (IOException left) {
      // The next process deletes it.
    }
  }

  private static List<Path> ours(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(PREFIX))
          .filter(file -> Files.isRegularFile(file.resolve(LOCK), LinkOption.NOFOLLOW_LINKS))
          .toList();
    }
  }

  private static void deleteUnused(Path folder) {
    try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        delete(folder);
      }
    } catch (IOException | OverlappingFileLockException used) {
      // It is another user's, or used by this process.
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
