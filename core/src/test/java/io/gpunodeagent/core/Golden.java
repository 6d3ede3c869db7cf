// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Compares text with a committed file. {@code -Dgolden.update=true} writes the files instead; the
 * difference is then reviewed like any other change.
 */
public final class Golden {

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

  private static final int MOST_LINES = 10;

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
      var expected = Files.readString(file);
      var difference = difference(expected, text);
      if (!difference.isEmpty()) {
        fail(path + difference + "\n  (the first of each; -Dgolden.update=true writes the file)");
      }
      assertThat(text).as(path).isEqualTo(expected);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The lines that only one of them has, as far as a report shows them. */
  private static String difference(String expected, String text) {
    return only(expected, text, "  missing: ") + only(text, expected, "  unexpected: ");
  }

  private static String only(String here, String there, String mark) {
    var others = there.lines().collect(Collectors.toSet());
    return here.lines()
        .filter(line -> !others.contains(line))
        .limit(MOST_LINES)
        .map(line -> "\n" + mark + line)
        .collect(Collectors.joining());
  }
}
