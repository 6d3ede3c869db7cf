// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.file;

import io.gpunodeagent.agent.files.BoundedFile;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the text files that a configuration consists of. */
public final class TextFile {

  /** No such file comes near; a wrong path might. */
  private static final int MAX_BYTES = 1 << 20;

  private TextFile() {}

  /**
   * The text of {@code file}, without a byte order mark.
   *
   * @param key the setting that names the file
   * @param problems gets what is wrong
   * @return empty after a problem
   */
  public static Optional<String> read(Path file, String key, List<Problem> problems) {
    try {
      var text = BoundedFile.text(file, MAX_BYTES);
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (NoSuchFileException missing) {
      problems.add(problem(file, key, "no such file", "name an existing file or mount it"));
    } catch (BoundedFile.NotRegularException other) {
      problems.add(problem(file, key, "is not a regular file", "name a regular file"));
    } catch (BoundedFile.TooLargeException large) {
      problems.add(problem(file, key, "is larger than 1 MiB", "name the file that is meant"));
    } catch (AccessDeniedException denied) {
      problems.add(problem(file, key, "permission denied", "let this process read it"));
    } catch (CharacterCodingException binary) {
      problems.add(problem(file, key, "is not UTF-8 text", "save it as UTF-8"));
    } catch (IOException failure) {
      problems.add(problem(file, key, "cannot be read", "check the disk or the mount"));
    }
    return Optional.empty();
  }

  private static Problem problem(Path file, String key, String complaint, String remedy) {
    return new Problem(file.toString(), key, complaint, remedy);
  }
}
