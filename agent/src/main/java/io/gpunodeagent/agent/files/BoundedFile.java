// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads whole files that may be anything: a pipe would hold the reader up for ever, a device or a
 * wrong path would fill the memory.
 */
public final class BoundedFile {

  private BoundedFile() {}

  /** It is a folder, a pipe, a socket or a device. */
  public static final class NotRegularException extends FileSystemException {

    private static final long serialVersionUID = 1;

    NotRegularException(Path file) {
      super(file.toString(), null, "is not a regular file");
    }
  }

  /** It holds more than was asked for. */
  public static final class TooLargeException extends FileSystemException {

    private static final long serialVersionUID = 1;

    TooLargeException(Path file, int limit) {
      super(file.toString(), null, "is larger than " + limit + " bytes");
    }
  }

  /**
   * The content of {@code file}; links are followed.
   *
   * @param limit its size at most, in bytes
   * @throws NoSuchFileException when there is none
   * @throws NotRegularException when it is no regular file
   * @throws TooLargeException when it is larger
   * @throws IOException when it cannot be read
   */
  public static byte[] bytes(Path file, int limit) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new NotRegularException(file);
    }
    try (var in = Files.newInputStream(file)) {
      var content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new TooLargeException(file, limit);
      }
      return content;
    }
  }

  /**
   * The same as text.
   *
   * @throws CharacterCodingException when it is not UTF-8
   */
  public static String text(Path file, int limit) throws IOException {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    return decoder.decode(ByteBuffer.wrap(bytes(file, limit))).toString();
  }
}
