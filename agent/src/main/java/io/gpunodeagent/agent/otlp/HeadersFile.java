// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.files.BoundedFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads headers of requests, one {@code name: value} a line. Their values are secrets: no message
 * has one.
 */
final class HeadersFile {

  private static final String KEY = "otlp.headersFile";
  private static final int LARGEST_BYTES = 1 << 16;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** Headers that the protocol or the connection decides. */
  private static final Set<String> TAKEN =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private HeadersFile() {}

  /** The headers of {@code file} by name, which is in lower case. */
  static Map<String, String> read(Path file) throws SetupException {
    var headers = new TreeMap<String, String>();
    int number = 0;
    for (var line : text(file).lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        add(line, number, file, headers);
      }
    }
    return headers;
  }

  private static void add(String line, int number, Path file, Map<String, String> headers)
      throws SetupException {
    int colon = line.indexOf(':');
    var name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    var value = line.substring(colon + 1).strip();
    if (!NAME.matcher(name).matches()) {
      throw fault(file, number, "has no name of a header before a colon", "write name: value");
    }
    if (TAKEN.contains(name)) {
      throw fault(file, number, "has " + name + ", which the agent sets itself", "remove the line");
    }
    if (value.isEmpty() || !value.chars().allMatch(each -> each >= ' ' && each <= '~')) {
      throw fault(file, number, "has no value of printable ASCII for " + name, "write name: value");
    }
    if (headers.put(name, value) != null) {
      throw fault(file, number, "has " + name + " again", "keep one of the lines");
    }
  }

  private static String text(Path file) throws SetupException {
    try {
      return BoundedFile.text(file, LARGEST_BYTES);
    } catch (BoundedFile.TooLargeException large) {
      throw new SetupException(KEY, file, "has more than 64 KiB", "name a file of headers alone");
    } catch (CharacterCodingException binary) {
      throw new SetupException(KEY, file, "is no UTF-8 text", "write name: value in each line");
    } catch (IOException unreadable) {
      throw new SetupException(
          KEY, file, "is no file that this process can read", "name an existing file or mount it");
    }
  }

  private static SetupException fault(Path file, int line, String what, String remedy) {
    return new SetupException(KEY, file, "line " + line + " " + what, remedy);
  }
}
