// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.core.document.Alternatives;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.document.Suggestion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules that hold between values, or between a value and this machine. */
final class CrossChecks {

  private static final String PLUGIN_CONFIG_MAP = "labels.pluginConfigMap";

  private final Settings settings;
  private final Values values;
  private final Sources sources;
  private final List<Problem> problems = new ArrayList<>();

  private CrossChecks(Settings settings, Values values, Sources sources) {
    this.settings = settings;
    this.values = values;
    this.sources = sources;
  }

  /**
   * Everything wrong with values that are right one by one.
   *
   * @param filesNeeded whether the files they name must be readable here
   */
  static List<Problem> of(Settings settings, Values values, Sources sources, boolean filesNeeded) {
    var checks = new CrossChecks(settings, values, sources);
    checks.periods();
    checks.library();
    checks.certificates();
    checks.admission();
    checks.pluginConfigs();
    checks.nvidiaSmi();
    checks.otlp();
    if (filesNeeded) {
      Settings.ALL.stream().filter(one -> one.kind().namesFile()).forEach(checks::file);
    }
    return checks.problems;
  }

  private void periods() {
    var sampling = settings.sampling();
    if (sampling.slowPeriod().compareTo(sampling.period()) < 0) {
      report(
          "sampling.slowPeriod",
          "is shorter than sampling.period, which is " + values.text("sampling.period"),
          "lengthen it or shorten sampling.period");
    }
  }

  private void library() {
    if (!isSet("nvml.simulate")) {
      return;
    }
    if (isSet("nvml.library")) {
      report("nvml.simulate", "excludes nvml.library", "remove one of the two");
    }
    scenario(values.text("nvml.simulate"));
  }

  private void scenario(String scenario) {
    if (sources.simulator().isEmpty()) {
      if (sources.checkFiles()) {
        report(
            "nvml.simulate",
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
        report("nvml.simulate", "is no scenario file that can be read", "name an existing file");
      }
      return;
    }
    var meant = Suggestion.nearest(scenario, names).map(Problem::meant);
    report(
        "nvml.simulate",
        "is no scenario",
        meant.orElseGet(() -> "use " + Alternatives.of(names) + ", or the path of a file"));
  }

  private void certificates() {
    together("web.tls.certificate", "web.tls.key");
    together("web.tls.key", "web.tls.certificate");
    if (isSet("web.tls.clientCertificateAuthority") && !isSet("web.tls.certificate")) {
      report(
          "web.tls.clientCertificateAuthority",
          "needs web.tls.certificate",
          "set web.tls.certificate and web.tls.key, or remove it");
    }
  }

  private void admission() {
    var admission = settings.web().admission();
    if (admission.tokenReview() && admission.basicAuth().isPresent()) {
      report(
          "web.tokenReview",
          "excludes web.basicAuth, as a request has one Authorization header",
          "remove one of them");
    }
    var healthPort = settings.web().healthPort();
    if (healthPort.isPresent()
        && healthPort.get() != 0
        && healthPort.get() == settings.web().port()) {
      report("web.healthPort", "is the port of web.port too", "choose another or remove it");
    }
  }

  private void pluginConfigs() {
    boolean map = isSet(PLUGIN_CONFIG_MAP);
    if (map && isSet("labels.pluginConfig")) {
      report(PLUGIN_CONFIG_MAP, "excludes labels.pluginConfig", "remove one of the two");
    }
    if (map && !(settings.publishing().sink() instanceof Sink.Node)) {
      report(
          PLUGIN_CONFIG_MAP,
          "needs publishing.sink node, which sees the Node's label",
          "mount the plugin's file and name it in labels.pluginConfig");
    }
    if (!map && isSet("labels.pluginConfigDefault")) {
      report(
          "labels.pluginConfigDefault",
          "needs labels.pluginConfigMap",
          "set labels.pluginConfigMap, or remove it");
    }
  }

  /** A program named by its name alone would be whichever a search path finds first. */
  private void nvidiaSmi() {
    if (!settings.shaping().nvidiaSmi().isAbsolute()) {
      report("shaping.nvidiaSmi", "is no absolute path", "write /usr/bin/nvidia-smi");
    }
  }

  private void otlp() {
    together("otlp.tls.certificate", "otlp.tls.key");
    together("otlp.tls.key", "otlp.tls.certificate");
    settings.otlp().endpoint().ifPresent(this::otlpEndpoint);
  }

  private void otlpEndpoint(URI endpoint) {
    if (endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      report(
          "otlp.endpoint",
          "was written with a user, a query or a fragment",
          "put credentials into otlp.headersFile");
    }
    for (var file : List.of("certificateAuthority", "certificate", "key")) {
      if (isSet("otlp.tls." + file) && "http".equals(endpoint.getScheme())) {
        report(
            "otlp.tls." + file,
            "is of no use with " + values.text("otlp.endpoint"),
            "use an https:// address or remove it");
      }
    }
  }

  private void together(String one, String other) {
    if (isSet(one) && !isSet(other)) {
      report(one, "needs " + other, "set both or neither");
    }
  }

  private boolean isSet(String key) {
    return !values.text(key).isEmpty();
  }

  private void file(Setting<?> setting) {
    var text = values.text(setting);
    if (!text.isEmpty()
        && !(Files.isRegularFile(Path.of(text)) && Files.isReadable(Path.of(text)))) {
      report(
          setting.key(),
          "is no file that this process can read",
          "name an existing file or mount it");
    }
  }

  private void report(String key, String predicate, String remedy) {
    problems.add(values.problem(key, predicate, remedy));
  }
}
