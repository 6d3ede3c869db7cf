package io.gpunodeagent.nvml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which file a library was, to notice that it was replaced: compare {@link Nvml#libraryIdentity}
 * with what {@link #of} says now.
 *
 * @param device number of the file system
 */
public record NvmlLibraryIdentity(long device, long inode, Instant modified) {
  /** The identity of a file, links followed; empty if it cannot be read. */
  public static Optional<NvmlLibraryIdentity> of(Path path) {
    try {
      Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino,lastModifiedTime");
      if (attributes.get("dev") instanceof Number device
          && attributes.get("ino") instanceof Number inode
          && attributes.get("lastModifiedTime") instanceof FileTime modified) {
        return Optional.of(
            new NvmlLibraryIdentity(device.longValue(), inode.longValue(), modified.toInstant()));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
