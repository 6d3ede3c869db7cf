// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.login;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.files.BoundedFile;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds one token or password. Its content is in no message. */
public final class SecretFile {

  /** Far more than any token has. */
  private static final int LONGEST = 64 << 10;

  private SecretFile() {}

  /**
   * The secret, without white space around it.
   *
   * @param option that names the file, for messages
   * @throws FaultException when there is none: one line with a way out
   */
  public static String read(String option, Path file) {
    try {
      var text = BoundedFile.text(file, LONGEST).strip();
      if (text.isEmpty()) {
        throw fault(option, file, "is empty", "name a file with the secret in it");
      }
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw fault(option, file, "has several lines", "name a file with the secret alone");
      }
      return text;
    } catch (NoSuchFileException missing) {
      throw fault(option, file, "is not there", "name one that can be read");
    } catch (BoundedFile.TooLargeException large) {
      throw fault(option, file, "has more than 64 KiB", "name a file with the secret alone");
    } catch (CharacterCodingException binary) {
      throw fault(option, file, "is no UTF-8 text", "name a file with the secret alone");
    } catch (IOException refused) {
      throw fault(option, file, "cannot be read", "name one that can be");
    }
  }

  private static FaultException fault(String option, Path file, String what, String wayOut) {
    return new FaultException(
        Problem.of("option " + option, "", file.toString(), what, wayOut).line());
  }
}
