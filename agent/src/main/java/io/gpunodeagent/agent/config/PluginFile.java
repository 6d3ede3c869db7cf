package io.gpunodeagent.agent.config;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelProblem;
import io.gpunodeagent.core.labels.PluginConfig;
import io.gpunodeagent.core.labels.PluginReading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What came of reading the file of {@code labels.pluginConfig}.
 *
 * @param config what the device plugin makes of it; that of no file after a problem
 * @param problems why it is refused
 * @param warnings what the plugin does not heed
 */
record PluginFile(PluginConfig config, List<Problem> problems, List<Problem> warnings) {

  PluginFile {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Without a file nothing is shared. */
  static PluginFile none() {
    return new PluginFile(PluginConfig.none(), List.of(), List.of());
  }

  /** Reads {@code file}; whatever is wrong with it becomes a problem, never an exception. */
  static PluginFile read(Path file) {
    var problems = new ArrayList<Problem>();
    return YamlText.read(file, problems)
        .map(text -> parse(file.toString(), text))
        .orElseGet(() -> new PluginFile(PluginConfig.none(), problems, List.of()));
  }

  /** Reads {@code text}, which stands at {@code place}, as a file is read. */
  static PluginFile read(String place, String text) {
    var problems = new ArrayList<Problem>();
    return YamlText.checked(place, text, problems)
        .map(fit -> parse(place, fit))
        .orElseGet(() -> new PluginFile(PluginConfig.none(), problems, List.of()));
  }

  private static PluginFile parse(String file, String text) {
    // The plugin takes the last of several equal keys and the first of several documents.
    var settings =
        YamlText.settings(text).setSchema(new PluginSchema()).setAllowDuplicateKeys(true).build();
    try {
      var nodes = new Compose(settings).composeAllFromString(text).iterator();
      var root = nodes.hasNext() ? Optional.of(nodes.next()) : Optional.<Node>empty();
      if (root.filter(YamlLines::loops).isPresent()) {
        return refused(file, root, "holds an alias inside its own anchor", "write the value");
      }
      var documents = new Load(settings).loadAllFromString(text).iterator();
      return switch (documents.hasNext() ? documents.next() : null) {
        case null -> of(file, root, PluginReading.of(Map.of()));
        case Map<?, ?> document -> of(file, root, PluginReading.of(document));
        case Object other ->
            refused(
                file,
                root,
                (other instanceof List<?> ? "a list" : Problem.quoted(String.valueOf(other)))
                    + " is not the device plugin's configuration",
                "begin with version: v1");
      };
    } catch (YamlEngineException wrong) {
      return new PluginFile(PluginConfig.none(), List.of(YamlText.syntax(file, wrong)), List.of());
    }
  }

  private static PluginFile refused(
      String file, Optional<Node> root, String complaint, String remedy) {
    var problem = new Problem(file + ":" + line("", root), "", complaint, remedy);
    return new PluginFile(PluginConfig.none(), List.of(problem), List.of());
  }

  private static PluginFile of(String file, Optional<Node> root, PluginReading reading) {
    var twice =
        root.map(YamlLines::twice).orElseGet(List::of).stream().map(key -> twice(file, key));
    return new PluginFile(
        reading.config().orElseGet(PluginConfig::none),
        reading.refused().stream().map(one -> at(file, root, one)).toList(),
        Stream.concat(twice, reading.ignored().stream().map(one -> at(file, root, one))).toList());
  }

  private static Problem twice(String file, YamlLines.Twice key) {
    return new Problem(
        file + ":" + key.line(),
        key.name(),
        "is written twice, and the device plugin takes the last value of a key",
        "keep one of the two");
  }

  private static Problem at(String file, Optional<Node> root, LabelProblem found) {
    var place = file + ":" + line(found.subject(), root);
    return found.value().isEmpty()
        ? new Problem(place, found.subject(), found.rule(), found.remedy())
        : Problem.of(place, found.subject(), found.value(), found.rule(), found.remedy());
  }

  private static int line(String subject, Optional<Node> root) {
    return root.map(node -> YamlLines.of(subject, node)).orElse(1);
  }
}
