// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Valid values of all settings, each with where it was written. Immutable. */
public final class Values {

  private record Held(Object value, Origin origin) {}

  private final Map<String, Held> held;

  private Values(Map<String, Held> held) {
    this.held = held;
  }

  @SuppressWarnings("unchecked")
  <T> T get(Setting<T> setting) {
    var one = held.get(setting.key());
    return one == null ? setting.defaultValue() : (T) one.value();
  }

  Origin origin(Setting<?> setting) {
    var one = held.get(setting.key());
    return one == null ? new Origin.Default() : one.origin();
  }

  /** Whether some source says what {@code key} is, be it the default. */
  public boolean says(String key) {
    return Settings.find(key)
        .map(setting -> !(origin(setting) instanceof Origin.Default))
        .orElse(false);
  }

  /** Whether {@code key} is what it is by the configuration file, which others may write. */
  public boolean isFromFile(String key) {
    return Settings.find(key).map(setting -> origin(setting) instanceof Origin.Line).orElse(false);
  }

  /** Whether {@code key} names a file that cannot be read here. */
  public boolean lacksFile(String key) {
    return Settings.find(key)
        .map(this::text)
        .filter(text -> !text.isEmpty())
        .filter(text -> !Files.isReadable(Path.of(text)))
        .isPresent();
  }

  /** The files whose content takes effect without a restart. */
  List<Path> liveFiles() {
    return Settings.ALL.stream()
        .filter(setting -> setting.kind() == Setting.Kind.LIVE_FILE)
        .map(this::text)
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** The value as it would be written; empty when there is none. */
  <T> String text(Setting<T> setting) {
    return setting.type().writer().apply(get(setting));
  }

  /** The value of {@code key} as it would be written; empty when there is none. */
  String text(String key) {
    return text(Settings.find(key).orElseThrow());
  }

  /** A problem with what {@code key} is now: see {@link Problem#of}. */
  public Problem problem(String key, String predicate, String remedy) {
    var setting = Settings.find(key).orElseThrow();
    return Problem.of(origin(setting).place(), key, text(setting), predicate, remedy);
  }

  /**
   * What is not at its default, one {@code key=value} after the other; {@code defaults} if none.
   */
  public String summary() {
    var said =
        Settings.ALL.stream()
            .filter(setting -> !(origin(setting) instanceof Origin.Default))
            .map(setting -> setting.key() + "=" + text(setting))
            .collect(Collectors.joining(" "));
    return said.isEmpty() ? "defaults" : said;
  }

  /** How {@code next} differs, in the order of the table. */
  public List<Change> changesTo(Values next) {
    return Settings.ALL.stream()
        .filter(setting -> !text(setting).equals(next.text(setting)))
        .map(
            setting ->
                new Change(
                    setting.key(),
                    text(setting),
                    next.text(setting),
                    setting.kind().needsRestart()))
        .toList();
  }

  /**
   * A value that changed.
   *
   * @param key dotted
   * @param before as text, empty for none
   * @param after as text, empty for none
   * @param needsRestart whether it takes effect at the next start only
   */
  public record Change(String key, String before, String after, boolean needsRestart) {

    /** The change as a log line shows it. */
    public String line() {
      return key + "=" + after + (needsRestart ? " (takes effect at the next start)" : "");
    }
  }

  static Builder builder() {
    return new Builder();
  }

  /** Collects values; used once. */
  static final class Builder {
    private final Map<String, Held> held = new LinkedHashMap<>();

    <T> void put(Setting<T> setting, T value, Origin origin) {
      held.put(setting.key(), new Held(Objects.requireNonNull(value), origin));
    }

    Values build() {
      return new Values(Map.copyOf(held));
    }
  }
}
