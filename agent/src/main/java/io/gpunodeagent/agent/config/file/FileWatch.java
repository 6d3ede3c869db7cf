// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.file;

import io.gpunodeagent.agent.files.BoundedFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices that files changed, by asking. The question is one {@code stat} a file as long as nothing
 * moves: notification does not see the link swap by which Kubernetes replaces a mounted ConfigMap
 * or Secret. Confined to one thread.
 */
public final class FileWatch {

  /**
   * A file younger than this is compared by content: two writes within one tick of the file
   * system's clock leave the same time stamp.
   */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private static final String ABSENT = "absent";

  /** Larger files are refused by whoever reads them, so their content does not matter. */
  private static final int LARGEST_BYTES = 1 << 22;

  /** What distinguishes one state of a file from the next without reading it. */
  private record Stamp(
      Path target, Instant modified, long size, @Nullable Object key, boolean settled) {}

  private record Seen(Optional<Stamp> stamp, String digest) {}

  private final List<Path> files;
  private Map<Path, Seen> seen;

  /** Watches {@code files}, which need not exist, from their state at {@code now}. */
  public FileWatch(List<Path> files, Instant now) {
    this.files = List.copyOf(files);
    this.seen = new HashMap<>();
    for (var file : this.files) {
      seen.put(file, new Seen(stamp(file, now), digest(file)));
    }
  }

  /** Whether the content of any file differs from the last time this was asked. */
  public boolean changed(Instant now) {
    var next = new HashMap<Path, Seen>();
    boolean changed = false;
    for (var file : files) {
      var before = Objects.requireNonNull(seen.get(file));
      var stamp = stamp(file, now);
      boolean same = stamp.equals(before.stamp()) && stamp.map(Stamp::settled).orElse(true);
      var digest = same ? before.digest() : digest(file);
      changed |= !digest.equals(before.digest());
      next.put(file, new Seen(stamp, digest));
    }
    seen = next;
    return changed;
  }

  private static Optional<Stamp> stamp(Path file, Instant now) {
    try {
      var target = file.toRealPath();
      var attributes = Files.readAttributes(target, BasicFileAttributes.class);
      var modified = attributes.lastModifiedTime().toInstant();
      return Optional.of(
          new Stamp(
              target,
              modified,
              attributes.size(),
              attributes.fileKey(),
              modified.plus(YOUNG).isBefore(now)));
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  private static String digest(Path file) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(BoundedFile.bytes(file, LARGEST_BYTES)));
    } catch (FileSystemException unreadable) {
      return ABSENT + String.valueOf(unreadable.getReason());
    } catch (IOException unreadable) {
      return ABSENT;
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
