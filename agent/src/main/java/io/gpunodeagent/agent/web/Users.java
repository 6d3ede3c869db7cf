// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.files.BoundedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The users of basic authentication.
 *
 * @param hashes bcrypt hash by name
 */
record Users(Map<String, String> hashes) {

  private static final String KEY = "web.basicAuth";

  private static final int LARGEST_BYTES = 1 << 20;

  /** {@code name:hash}; a cost above 15 would hold a processor for seconds. */
  private static final Pattern LINE =
      Pattern.compile("(?<name>[^:\\s]+):(?<hash>\\$2[aby]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53})");

  Users {
    hashes = Map.copyOf(hashes);
  }

  /** The bcrypt hash of {@code name}'s password. */
  Optional<String> hash(String name) {
    return Optional.ofNullable(hashes.get(name));
  }

  /** Reads a file of lines {@code name:bcrypt}; blank lines and {@code #} lines are skipped. */
  static Users read(Path file) throws SetupException {
    var hashes = new HashMap<String, String>();
    int number = 0;
    for (var line : lines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var match = LINE.matcher(line.strip());
      // The line itself is not shown: it may hold a password.
      if (!match.matches()) {
        throw unusable(file, number, "is not name:bcrypt with a cost of 4 to 15");
      }
      if (hashes.put(match.group("name"), match.group("hash")) != null) {
        throw unusable(file, number, "has a name that is written twice");
      }
    }
    if (hashes.isEmpty()) {
      throw unusable(file, number, "is the end, and there is no user");
    }
    return new Users(hashes);
  }

  private static SetupException unusable(Path file, int line, String predicate) {
    return new SetupException(
        KEY, file + ":" + line, predicate, "write lines with htpasswd -nbB name password");
  }

  private static List<String> lines(Path file) throws SetupException {
    try {
      return BoundedFile.text(file, LARGEST_BYTES).lines().toList();
    } catch (IOException unreadable) {
      throw new SetupException(
          KEY,
          file,
          "is no text file that this process can read",
          "name an existing file or mount it");
    }
  }
}
