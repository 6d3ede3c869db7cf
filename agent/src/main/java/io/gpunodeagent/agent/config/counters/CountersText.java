// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config.counters;

import io.gpunodeagent.agent.config.file.TextFile;
import io.gpunodeagent.core.document.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a counters file, and which of its two formats that is. */
final class CountersText {

  /** A line of a CSV begins with a name and a comma. */
  private static final Pattern YAML = Pattern.compile("---.*|\\{.*|[A-Za-z]+\\s*:(\\s.*)?");

  private CountersText() {}

  /** The text; empty after a problem. */
  static Optional<String> read(Path file, List<Problem> problems) {
    return TextFile.read(file, CountersFile.KEY, problems);
  }

  /** Whether it is dcgm-exporter's YAML, by its name or else by its first line. */
  static boolean isYaml(Path file, String text) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml")
        || name.endsWith(".yml")
        || text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .findFirst()
            .filter(line -> YAML.matcher(line).matches())
            .isPresent();
  }
}
