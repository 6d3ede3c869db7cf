package io.gpunodeagent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a committed file. {@code -Dgolden.update=true} writes the files instead; the
 * difference is then reviewed like any other change.
 */
public final class Golden {

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

  private Golden() {}

  /**
   * Fails unless the file holds {@code text}.
   *
   * @param path below the repository's root
   */
  public static void matches(String path, String text) {
    var file = ROOT.resolve(path);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
      }
      assertThat(file).as("golden file; -Dgolden.update=true writes it").exists();
      assertThat(text).as(path).isEqualTo(Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
