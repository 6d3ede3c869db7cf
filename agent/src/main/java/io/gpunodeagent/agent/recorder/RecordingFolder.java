// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.files.IoReason;
import io.gpunodeagent.agent.files.OwnFile;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.RefusedException;
import io.gpunodeagent.core.recording.RecordingName;
import io.gpunodeagent.core.recording.Retention.Stored;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A folder of recordings: regular files named {@code NAME.json} by {@link RecordingName}. Whatever
 * else is in it is somebody else's: it is neither counted nor read nor deleted.
 */
public record RecordingFolder(Path path) {

  /** No recording is larger. */
  public static final int LARGEST = 16 * 1024 * 1024;

  private static final String SUFFIX = ".json";

  /**
   * A recording in a list.
   *
   * @param file its name and size
   * @param head what it begins with; empty when it cannot be used
   * @param problem why it cannot be used, as the words after its name
   */
  public record Entry(Stored file, Optional<RecordingHead> head, Optional<String> problem) {}

  /**
   * The recordings, oldest first.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Stored> stored() throws IOException {
    var found = new ArrayList<Stored>();
    try (var files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
      for (var file : files) {
        stored(file).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    found.sort(Comparator.comparing(Stored::name));
    return found;
  }

  private static Optional<Stored> stored(Path file) throws IOException {
    var fileName = String.valueOf(file.getFileName());
    var name = fileName.substring(0, fileName.length() - SUFFIX.length());
    if (!RecordingName.isName(name)) {
      return Optional.empty();
    }
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          ? Optional.of(new Stored(name, attributes.size()))
          : Optional.empty();
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }

  /**
   * The recordings with their heads, newest first.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Entry> entries() throws IOException {
    var entries = new ArrayList<Entry>();
    for (var one : stored().reversed()) {
      entry(one).ifPresent(entries::add);
    }
    return entries;
  }

  private Optional<Entry> entry(Stored one) {
    try {
      var head = RecordingHead.read(file(one.name()).begin(RecordingHead.LONGEST));
      return Optional.of(new Entry(one, Optional.of(head), Optional.empty()));
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    } catch (UnusableRecordingException unusable) {
      return Optional.of(new Entry(one, Optional.empty(), Optional.of(unusable.predicate())));
    } catch (IOException failed) {
      return Optional.of(new Entry(one, Optional.empty(), Optional.of(IoReason.of(failed))));
    }
  }

  /**
   * The recording as it was written.
   *
   * @param name what anybody may have asked for
   * @return empty when there is none of this name
   * @throws IOException when it cannot be read
   */
  public Optional<byte[]> read(String name) throws IOException {
    if (!RecordingName.isName(name)) {
      return Optional.empty();
    }
    var file = file(name);
    try {
      return file.exists() ? Optional.of(file.read(LARGEST)) : Optional.empty();
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }

  /**
   * A whole recording.
   *
   * @throws UnusableRecordingException when it is none, or of a format that is not known
   */
  public static Node parse(byte[] content) throws UnusableRecordingException {
    try {
      var recording = JsonDocument.read(content);
      RecordingHead.read(recording);
      return recording;
    } catch (RefusedException refused) {
      throw new UnusableRecordingException(refused);
    }
  }

  /**
   * Looks at the head and the end of a recording, which others could have written.
   *
   * @throws UnusableRecordingException when it is none, or of a format that is not known
   */
  public static void check(byte[] content) throws UnusableRecordingException {
    RecordingHead.read(content);
    if (content[content.length - 1] != '\n') {
      throw new UnusableRecordingException("is cut off after " + content.length + " bytes");
    }
  }

  /** The file of a recording. */
  private OwnFile file(String name) {
    return new OwnFile(path.resolve(name + SUFFIX));
  }

  /** Makes the folder, for this user alone, if there is none; the one above it must be there. */
  void make() throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(path.toString());
    }
    var owners = PosixFilePermissions.fromString("rwx------");
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(owners));
  }

  /** Deletes what a write that was cut off has left. */
  void sweep() throws IOException {
    try (var files = Files.newDirectoryStream(path, ".*" + SUFFIX + ".new")) {
      for (var file : files) {
        var fileName = String.valueOf(file.getFileName());
        var name = fileName.substring(1, fileName.length() - (SUFFIX + ".new").length());
        if (RecordingName.isName(name)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
  }

  void write(String name, byte[] content) throws IOException {
    file(name).write(content);
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(file(name).path());
  }
}
