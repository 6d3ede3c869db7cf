// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.counters.CountersFile;
import io.gpunodeagent.agent.config.plugin.PluginFile;
import io.gpunodeagent.agent.config.policy.PolicyReader;
import io.gpunodeagent.core.document.Node;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.labels.plugin.PluginReading;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.text.KeyPatterns;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration: file, then environment, then command line; the later wins. All faults of
 * all sources are reported together.
 */
public final class ConfigLoader {

  private ConfigLoader() {}

  /** Reads and checks everything {@code sources} name. */
  public static Outcome load(Sources sources) {
    return load(sources, sources.checkFiles());
  }

  /**
   * The same for a process to which only a part of it matters: files that the configuration names
   * need not be readable here. Those that are, are read.
   */
  public static Outcome loadPart(Sources sources) {
    return load(sources, false);
  }

  private static Outcome load(Sources sources, boolean filesNeeded) {
    var problems = new ArrayList<Problem>();
    var file = sources.file().map(YamlFile::read).orElseGet(Written::nothing);
    var environment = EnvironmentVariables.read(sources.environment());
    problems.addAll(file.problems());
    problems.addAll(environment.problems());

    // A value is checked even where a stronger source hides it: the hidden one is as wrong.
    var values = Values.builder();
    parse(file.values(), values, problems);
    parse(environment.values(), values, problems);
    parse(sources.options(), values, problems);

    var built = values.build();
    var settings = Settings.read(built, sources);
    problems.addAll(CrossChecks.of(settings, built, sources, filesNeeded));
    var plugin = plugin(settings.labels(), sources);
    problems.addAll(plugin.refused());
    var counters = counters(settings.metrics(), filesNeeded);
    problems.addAll(counters.problems());
    var policies = policies(settings, sources, file.lists(), problems);
    return problems.isEmpty()
        ? new Outcome.Valid(
            assemble(settings, plugin, policies),
            built,
            counters,
            warnings(settings, built, plugin, policies))
        : new Outcome.Invalid(problems);
  }

  private static List<Problem> warnings(
      Settings settings, Values values, PluginReading plugin, PolicyRules policies) {
    var warnings = new ArrayList<>(plugin.ignored());
    boolean rules = !policies.idle().isEmpty() || !policies.timeSlice().isEmpty();
    if (rules && !settings.cluster().pods()) {
      warnings.add(
          values.problem(
              "cluster.pods", "leaves no pod for the rules of policies", "set it to true"));
    }
    otlp(settings, values).ifPresent(warnings::add);
    return warnings;
  }

  private static Optional<Problem> otlp(Settings settings, Values values) {
    var otlp = settings.otlp();
    boolean open = otlp.endpoint().filter(to -> "http".equals(to.getScheme())).isPresent();
    return open && otlp.headersFile().isPresent()
        ? Optional.of(
            values.problem(
                "otlp.headersFile",
                "goes unencrypted to " + values.text("otlp.endpoint"),
                "use an https:// address if others can read what is sent there"))
        : Optional.empty();
  }

  private static PolicyRules policies(
      Settings settings, Sources sources, Map<String, Node> lists, List<Problem> problems) {
    var reader =
        new PolicyReader(
            sources.file().map(Path::toString).orElse(""),
            UsageRules.defaults(settings.sampling().period()),
            KeyPatterns.of(settings.cluster().podLabels()),
            problems,
            _ -> {});
    return reader.read(lists, settings.policies());
  }

  private static void parse(
      Map<String, RawValue> written, Values.Builder values, List<Problem> problems) {
    for (var setting : Settings.ALL) {
      var raw = written.get(setting.key());
      if (raw != null) {
        parse(setting, raw, values).ifPresent(problems::add);
      }
    }
  }

  private static <T> Optional<Problem> parse(
      Setting<T> setting, RawValue raw, Values.Builder values) {
    var type = setting.type();
    var value = type.parser().apply(raw.text());
    if (value.isPresent()) {
      values.put(setting, value.get(), raw.origin());
      return Optional.empty();
    }
    return Optional.of(
        Problem.invalid(raw.origin().place(), setting.key(), raw.text(), type.rule()));
  }

  /** The plugin's file; whether it is there at all is a cross check. */
  private static PluginReading plugin(LabelSettings labels, Sources sources) {
    return labels
        .pluginConfig()
        .filter(file -> sources.checkFiles())
        .filter(ConfigLoader::isReadable)
        .map(PluginFile::read)
        .orElseGet(PluginReading::none);
  }

  /** The counters file; whether it is there at all is a cross check. */
  private static CountersFile counters(MetricSettings metrics, boolean filesNeeded) {
    return metrics
        .countersFile()
        .filter(file -> filesNeeded && isReadable(file))
        .map(file -> CountersFile.read(file, metrics.names()))
        .orElseGet(() -> CountersFile.none(metrics.names()));
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private static AgentConfig assemble(
      Settings settings, PluginReading plugin, PolicyRules policies) {
    var labels = settings.labels();
    return new AgentConfig(
        settings.sampling(),
        new SourcesConfig(
            settings.kubelet(),
            settings.processes(),
            settings.cluster(),
            labels.pluginConfigs(),
            settings.played()),
        settings.metrics().config().withSemanticNames(settings.otlp().semanticNames()),
        labels.config().with(plugin.config().orElseGet(PluginConfig::none)),
        settings.publishing(),
        settings.health(),
        settings.persistence(),
        settings.recorder(),
        policies,
        settings.shaping(),
        settings.otlp(),
        settings.web(),
        settings.log());
  }
}
