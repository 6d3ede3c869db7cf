// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a library's file, to notice that it was replaced: compare {@link
 * Nvml#libraryIdentity} with what {@link #of} returns now.
 *
 * @param device the number of the file system
 * @param inode the number of the file in its file system
 * @param modified when its content was last changed
 */
public record NvmlLibraryIdentity(long device, long inode, Instant modified) {
  /**
   * {@return the identity of a file, after following links; empty if it cannot be read}
   *
   * @param path the file or a link to it
   */
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
