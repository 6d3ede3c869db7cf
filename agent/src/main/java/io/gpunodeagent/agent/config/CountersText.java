package io.gpunodeagent.agent.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a counters file, and which of its two formats that is. */
final class CountersText {

  /** No counters file comes near; a wrong path might. */
  private static final long MAX_BYTES = 1 << 20;

  /** A line of a CSV begins with a name and a comma. */
  private static final Pattern YAML = Pattern.compile("---.*|\\{.*|[A-Za-z]+\\s*:(\\s.*)?");

  private CountersText() {}

  /** The text without a byte order mark; empty after a problem. */
  static Optional<String> read(Path file, List<Problem> problems) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(unreadable(file, "larger than 1 MiB", "name a counters file"));
        return Optional.empty();
      }
      var text = Files.readString(file);
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (NoSuchFileException missing) {
      problems.add(unreadable(file, "no such file", "name an existing file or mount it"));
    } catch (AccessDeniedException denied) {
      problems.add(unreadable(file, "permission denied", "let this process read it"));
    } catch (CharacterCodingException binary) {
      problems.add(unreadable(file, "not UTF-8 text", "save it as UTF-8"));
    } catch (IOException failure) {
      problems.add(
          unreadable(file, "cannot be read", "check that it is a file and its permissions"));
    }
    return Optional.empty();
  }

  private static Problem unreadable(Path file, String rule, String remedy) {
    return new Problem(
        file.toString(), Settings.COUNTERS_FILE.key(), file.toString(), rule, remedy);
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
