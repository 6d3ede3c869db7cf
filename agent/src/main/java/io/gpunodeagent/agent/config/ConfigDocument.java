package io.gpunodeagent.agent.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the table of settings. */
public final class ConfigDocument {

  private static final String HEAD =
      """
      # Configuration

      <!-- Generated from the table of settings; `mvn -pl agent -am test -Dgolden.update=true` rewrites it. -->

      The agent takes its settings from a YAML file (`--config FILE`), from the environment and from the command line. The
      later wins. Without any of them the defaults hold; there is no file that is read unasked.

      ```yaml
      sampling:
        period: 1s
      metrics:
        hostnameLabel: upper
      web:
        port: 9400
      ```

      Durations are whole numbers with a unit, `500ms`, `30s`, `1m30s`, `2h`. Unknown keys and unknown `GPU_NODE_AGENT_*`
      variables are errors (those that Kubernetes sets for a Service called `gpu-node-agent` are not taken for settings).
      `gpu-node-agent check-config FILE` lists every problem with place, key, value, rule and the way out, and exits with 1
      when there is one; `--syntax-only` leaves out whether the files it names are readable.

      The file is read again when it changes, also when Kubernetes swaps the link of a mounted ConfigMap. A file with a
      problem is refused as a whole: the agent goes on with the last good one and says so in one line of its log. Settings
      marked *restart* take their new value at the next start.

      | key | type | default | environment variable | takes effect |
      |---|---|---|---|---|
      """;

  private ConfigDocument() {}

  /** The whole page. */
  public static String render() {
    var rows = Settings.ALL.stream().map(ConfigDocument::row).collect(Collectors.joining());
    var sections = Settings.ALL.stream().map(ConfigDocument::section).collect(Collectors.joining());
    return HEAD + rows + sections;
  }

  private static String row(Setting<?> setting) {
    return "| [`%s`](#%s) | %s | %s | `%s` | %s |%n"
        .formatted(
            setting.key(),
            anchor(setting),
            setting.type().name(),
            written(setting).orElse("none"),
            setting.variable(),
            setting.kind().needsRestart() ? "restart" : "reload");
  }

  private static String section(Setting<?> setting) {
    return "%n## `%s`%n%n%s%n%nTakes %s. Default: %s.%n"
        .formatted(
            setting.key(), setting.doc(), setting.type().rule(), written(setting).orElse("none"));
  }

  private static Optional<String> written(Setting<?> setting) {
    var text = setting.defaultText();
    return text.isEmpty() ? Optional.empty() : Optional.of("`" + text + "`");
  }

  private static String anchor(Setting<?> setting) {
    return setting.key().replace(".", "").toLowerCase(Locale.ROOT);
  }
}
