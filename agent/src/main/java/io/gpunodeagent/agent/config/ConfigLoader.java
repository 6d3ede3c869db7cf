package io.gpunodeagent.agent.config;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.counters.CountersFile;
import io.gpunodeagent.agent.config.plugin.PluginFile;
import io.gpunodeagent.agent.config.policy.PolicyReader;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.web.WebConfig;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    problems.addAll(CrossChecks.of(built, sources, filesNeeded));
    var plugin = plugin(built, sources);
    problems.addAll(plugin.refused());
    var counters = counters(built, filesNeeded);
    problems.addAll(counters.problems());
    var policies = policies(built, sources, file.lists(), problems);
    return problems.isEmpty()
        ? new Outcome.Valid(
            assemble(built, sources, plugin, policies),
            built,
            counters,
            warnings(built, plugin, policies))
        : new Outcome.Invalid(problems);
  }

  private static List<Problem> warnings(Values values, PluginReading plugin, PolicyRules policies) {
    var warnings = new ArrayList<>(plugin.ignored());
    boolean rules = !policies.idle().isEmpty() || !policies.timeSlice().isEmpty();
    if (rules && !values.get(Settings.CLUSTER_PODS)) {
      warnings.add(
          Problem.of(
              values.origin(Settings.CLUSTER_PODS).place(),
              Settings.CLUSTER_PODS.key(),
              values.text(Settings.CLUSTER_PODS),
              "leaves no pod for the rules of policies",
              "set it to true"));
    }
    return warnings;
  }

  private static PolicyRules policies(
      Values values, Sources sources, Map<String, Node> lists, List<Problem> problems) {
    var frame =
        new PolicyRules(
            values.get(PolicySettings.DRY_RUN),
            List.of(),
            List.of(),
            new PolicyRules.Budget(values.get(PolicySettings.EVICTIONS)),
            Optional.ofNullable(sources.environment().get("POD_NAMESPACE")));
    var reader =
        new PolicyReader(
            sources.file().map(Path::toString).orElse(""),
            UsageRules.defaults(values.get(Settings.PERIOD)),
            KeyPatterns.of(values.get(Settings.POD_LABELS)),
            problems);
    return reader.read(lists, frame);
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
  private static PluginReading plugin(Values values, Sources sources) {
    return values
        .get(LabelSettings.PLUGIN_CONFIG)
        .filter(file -> sources.checkFiles())
        .filter(ConfigLoader::isReadable)
        .map(PluginFile::read)
        .orElseGet(PluginReading::none);
  }

  /** The counters file; whether it is there at all is a cross check. */
  private static CountersFile counters(Values values, boolean filesNeeded) {
    var names = values.get(Settings.NAMES);
    return values
        .get(Settings.COUNTERS_FILE)
        .filter(file -> filesNeeded && isReadable(file))
        .map(file -> CountersFile.read(file, names))
        .orElseGet(() -> CountersFile.none(names));
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private static AgentConfig assemble(
      Values values, Sources sources, PluginReading plugin, PolicyRules policies) {
    return new AgentConfig(
        sampling(values, sources),
        new SourcesConfig(
            kubelet(values),
            processes(values),
            cluster(values, sources),
            LabelSettings.pluginConfigs(values)),
        metrics(values, sources),
        LabelSettings.config(values, plugin.config().orElseGet(PluginConfig::none)),
        PublishingSettings.config(values),
        HealthSettings.rules(values),
        new PersistenceConfig(values.get(Settings.STATE_FILE), values.get(Settings.STATE_PERIOD)),
        policies,
        ShapingSettings.config(values),
        web(values),
        new LogConfig(values.get(Settings.LOG_LEVEL), values.get(Settings.LOG_FORMAT)));
  }

  private static SamplingConfig sampling(Values values, Sources sources) {
    var scenario = values.get(Settings.NVML_SIMULATE);
    var simulator = scenario.flatMap(name -> sources.simulator());
    var environment = new HashMap<String, String>();
    simulator.ifPresent(found -> environment.putAll(found.environment(scenario.orElseThrow())));
    var source =
        new SamplingConfig.Source(
            simulator.map(Simulator::library).or(() -> values.get(Settings.NVML_LIBRARY)),
            environment,
            scenario.isPresent(),
            values.get(Settings.KERNEL_LOG));
    return new SamplingConfig(
        source,
        values.get(Settings.PERIOD),
        values.get(Settings.SLOW_PERIOD),
        values.get(Settings.CALL_TIMEOUT),
        values.get(Settings.EVENT_WINDOW),
        values.get(Settings.GPM));
  }

  private static KubeletConfig kubelet(Values values) {
    var socket = values.get(Settings.KUBELET_SOCKET);
    return new KubeletConfig(
        socket.isPresent(),
        socket.orElse(KubeletConfig.defaults().socket()),
        values.get(Settings.KUBELET_PERIOD),
        values.get(Settings.KUBELET_TIMEOUT),
        values.get(Settings.KUBELET_RESOURCES),
        Set.copyOf(values.get(Settings.DRA_DRIVERS)));
  }

  private static ProcessConfig processes(Values values) {
    return new ProcessConfig(values.get(Settings.PROC), values.get(Settings.CGROUPS));
  }

  private static ClusterConfig cluster(Values values, Sources sources) {
    return new ClusterConfig(
        values.get(Settings.CLUSTER_PODS),
        values.get(Settings.CLUSTER_RESOURCE_SLICES),
        values.get(Settings.KUBECONFIG),
        values.get(Settings.NODE_NAME).or(() -> nodeName(sources)).orElse(""),
        values.get(Settings.POD_LABELS),
        Set.copyOf(values.get(Settings.POD_ANNOTATIONS)),
        Set.copyOf(values.get(Settings.DRA_DRIVERS)),
        values.get(Settings.CLUSTER_TIMEOUT));
  }

  private static Optional<String> nodeName(Sources sources) {
    return Optional.ofNullable(sources.environment().get("NODE_NAME"))
        .filter(name -> !name.isBlank());
  }

  private static MetricsConfig metrics(Values values, Sources sources) {
    return new MetricsConfig(
        values.get(Settings.HOSTNAME_LABEL),
        values.get(Settings.HOSTNAME).or(() -> nodeName(sources)).orElse(sources.hostname()),
        values.get(Settings.ALIASES),
        values.get(Settings.REPLACE_BLANKS),
        new PodLabelling(
            values.get(Settings.SHARED_GPU_ROWS),
            values.get(Settings.POD_UID),
            Optional.of(values.get(Settings.POD_LABEL_PREFIX))
                .filter(_ -> values.get(Settings.METRIC_POD_LABELS)),
            values.get(Settings.VIRTUAL_GPUS),
            values.get(Settings.HPC_JOBS),
            values.get(Settings.POD_ANNOTATIONS)));
  }

  private static WebConfig web(Values values) {
    var tls =
        values
            .get(Settings.TLS_CERTIFICATE)
            .map(
                certificate ->
                    new WebConfig.Tls(
                        certificate,
                        values.get(Settings.TLS_KEY).orElseThrow(),
                        values.get(Settings.TLS_CLIENT_AUTHORITY)));
    return new WebConfig(
        values.get(Settings.HOST),
        values.get(Settings.PORT),
        values.get(Settings.HEALTH_PORT),
        tls,
        new WebConfig.Admission(values.get(Settings.BASIC_AUTH), values.get(Settings.TOKEN_REVIEW)),
        new WebConfig.Bounds(
            values.get(Settings.MAX_CONNECTIONS),
            values.get(Settings.MAX_HEADER_BYTES),
            Math.toIntExact(values.get(Settings.IDLE_TIMEOUT).toSeconds())));
  }
}
