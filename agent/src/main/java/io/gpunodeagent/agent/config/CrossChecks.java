package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.config.PublishingSettings.SinkName;
import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules that hold between values, or between a value and this machine. */
final class CrossChecks {

  private final Values values;
  private final Sources sources;
  private final List<Problem> problems = new ArrayList<>();

  private CrossChecks(Values values, Sources sources) {
    this.values = values;
    this.sources = sources;
  }

  /**
   * Everything wrong with values that are right one by one.
   *
   * @param filesNeeded whether the files they name must be readable here
   */
  static List<Problem> of(Values values, Sources sources, boolean filesNeeded) {
    var checks = new CrossChecks(values, sources);
    checks.periods();
    checks.library();
    checks.certificates();
    checks.admission();
    checks.pluginConfigs();
    checks.nvidiaSmi();
    if (filesNeeded) {
      Settings.ALL.stream().filter(one -> one.kind().namesFile()).forEach(checks::file);
    }
    return checks.problems;
  }

  private void periods() {
    if (values.get(Settings.SLOW_PERIOD).compareTo(values.get(Settings.PERIOD)) < 0) {
      report(
          Settings.SLOW_PERIOD,
          "is shorter than sampling.period, which is " + values.text(Settings.PERIOD),
          "lengthen it or shorten sampling.period");
    }
  }

  private void library() {
    var scenario = values.get(Settings.NVML_SIMULATE);
    if (scenario.isEmpty()) {
      return;
    }
    if (values.get(Settings.NVML_LIBRARY).isPresent()) {
      report(Settings.NVML_SIMULATE, "excludes nvml.library", "remove one of the two");
    }
    scenario(scenario.get());
  }

  private void scenario(String scenario) {
    if (sources.simulator().isEmpty()) {
      if (sources.checkFiles()) {
        report(
            Settings.NVML_SIMULATE,
            "needs the simulated NVML, which is not installed",
            "build it with mvn -pl nvml-simulator package");
      }
      return;
    }
    var names =
        sources.simulator().get().scenarios().stream().map(Simulator.Scenario::name).toList();
    if (names.contains(scenario) || (Simulator.isFile(scenario) && !sources.checkFiles())) {
      return;
    }
    if (Simulator.isFile(scenario)) {
      if (!Files.isReadable(Path.of(scenario))) {
        report(
            Settings.NVML_SIMULATE,
            "is no scenario file that can be read",
            "name an existing file");
      }
      return;
    }
    var meant = Suggestion.nearest(scenario, names).map(Problem::meant);
    report(
        Settings.NVML_SIMULATE,
        "is no scenario",
        meant.orElseGet(() -> "use " + Alternatives.of(names) + ", or the path of a file"));
  }

  private void certificates() {
    together(Settings.TLS_CERTIFICATE, Settings.TLS_KEY);
    together(Settings.TLS_KEY, Settings.TLS_CERTIFICATE);
    if (values.get(Settings.TLS_CLIENT_AUTHORITY).isPresent()
        && values.get(Settings.TLS_CERTIFICATE).isEmpty()) {
      report(
          Settings.TLS_CLIENT_AUTHORITY,
          "needs web.tls.certificate",
          "set web.tls.certificate and web.tls.key, or remove it");
    }
  }

  private void admission() {
    if (values.get(Settings.TOKEN_REVIEW) && values.get(Settings.BASIC_AUTH).isPresent()) {
      report(
          Settings.TOKEN_REVIEW,
          "excludes web.basicAuth, as a request has one Authorization header",
          "remove one of them");
    }
    var healthPort = values.get(Settings.HEALTH_PORT);
    if (healthPort.isPresent()
        && healthPort.get() != 0
        && healthPort.get().equals(values.get(Settings.PORT))) {
      report(Settings.HEALTH_PORT, "is the port of web.port too", "choose another or remove it");
    }
  }

  private void pluginConfigs() {
    var map = values.get(LabelSettings.PLUGIN_CONFIG_MAP);
    if (map.isPresent() && values.get(LabelSettings.PLUGIN_CONFIG).isPresent()) {
      report(
          LabelSettings.PLUGIN_CONFIG_MAP, "excludes labels.pluginConfig", "remove one of the two");
    }
    if (map.isPresent() && values.get(PublishingSettings.SINK) != SinkName.NODE) {
      report(
          LabelSettings.PLUGIN_CONFIG_MAP,
          "needs publishing.sink node, which sees the Node's label",
          "mount the plugin's file and name it in labels.pluginConfig");
    }
    if (map.isEmpty() && values.get(LabelSettings.PLUGIN_CONFIG_DEFAULT).isPresent()) {
      report(
          LabelSettings.PLUGIN_CONFIG_DEFAULT,
          "needs labels.pluginConfigMap",
          "set labels.pluginConfigMap, or remove it");
    }
  }

  /** A program named by its name alone would be whichever a search path finds first. */
  private void nvidiaSmi() {
    if (!values.get(ShapingSettings.NVIDIA_SMI).isAbsolute()) {
      report(ShapingSettings.NVIDIA_SMI, "is no absolute path", "write /usr/bin/nvidia-smi");
    }
  }

  private void together(Setting<Optional<Path>> one, Setting<Optional<Path>> other) {
    if (values.get(one).isPresent() && values.get(other).isEmpty()) {
      report(one, "needs " + other.key(), "set both or neither");
    }
  }

  private void file(Setting<?> setting) {
    var text = values.text(setting);
    if (!text.isEmpty()
        && !(Files.isRegularFile(Path.of(text)) && Files.isReadable(Path.of(text)))) {
      report(setting, "is no file that this process can read", "name an existing file or mount it");
    }
  }

  private void report(Setting<?> setting, String predicate, String remedy) {
    problems.add(
        Problem.of(
            values.origin(setting).place(),
            setting.key(),
            values.text(setting),
            predicate,
            remedy));
  }
}
