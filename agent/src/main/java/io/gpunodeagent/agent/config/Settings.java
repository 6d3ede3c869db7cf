package io.gpunodeagent.agent.config;

import static io.gpunodeagent.agent.config.Setting.Kind.LIVE;
import static io.gpunodeagent.agent.config.Setting.Kind.LIVE_FILE;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART;
import static io.gpunodeagent.agent.config.Setting.Kind.RESTART_FILE;
import static io.gpunodeagent.agent.config.value.ValueTypes.bool;
import static io.gpunodeagent.agent.config.value.ValueTypes.choice;
import static io.gpunodeagent.agent.config.value.ValueTypes.duration;
import static io.gpunodeagent.agent.config.value.ValueTypes.integer;
import static io.gpunodeagent.agent.config.value.ValueTypes.list;
import static io.gpunodeagent.agent.config.value.ValueTypes.path;
import static io.gpunodeagent.agent.config.value.ValueTypes.pathOrOff;
import static io.gpunodeagent.agent.config.value.ValueTypes.seconds;
import static io.gpunodeagent.agent.config.value.ValueTypes.text;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.config.counters.CountersFile;
import io.gpunodeagent.agent.kubelet.KubeletConfig;
import io.gpunodeagent.agent.metrics.selection.MetricNames;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig.HostnameLabel;
import io.gpunodeagent.agent.metrics.selection.PodLabelling.SharedGpuRows;
import io.gpunodeagent.agent.persistence.PersistenceConfig;
import io.gpunodeagent.agent.processes.ProcessConfig;
import io.gpunodeagent.agent.sampling.SamplingConfig;
import io.gpunodeagent.agent.web.WebConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The table of settings. Parsing, validation, {@code check-config}, the documentation and the log
 * line with the effective configuration all iterate it.
 */
final class Settings {

  private static final SettingRows ROWS = new SettingRows();

  private static final SamplingConfig SAMPLING = SamplingConfig.defaults();
  private static final KubeletConfig KUBELET = KubeletConfig.defaults();
  private static final ProcessConfig PROCESSES = ProcessConfig.defaults();
  private static final ClusterConfig CLUSTER = ClusterConfig.defaults("");
  private static final MetricsConfig METRICS = MetricsConfig.defaults("");
  private static final PersistenceConfig PERSISTENCE = PersistenceConfig.defaults();
  private static final WebConfig WEB = WebConfig.defaults();
  private static final LogConfig LOG = LogConfig.defaults();

  static final Setting<Optional<Path>> NVML_LIBRARY =
      ROWS.add(
          "nvml.library",
          path().orNone(),
          Optional.empty(),
          RESTART,
          "The NVML library to load. Without it the loader's own search finds"
              + " `libnvidia-ml.so.1`.");

  static final Setting<Optional<String>> NVML_SIMULATE =
      ROWS.add(
          "nvml.simulate",
          text().orNone(),
          Optional.empty(),
          RESTART,
          "Plays a scenario in place of hardware: the name of a shipped one (`gpu-node-agent"
              + " simulations` lists them) or a scenario file. Excludes `nvml.library`.");

  static final Setting<Duration> PERIOD =
      ROWS.add(
          "sampling.period",
          duration(Duration.ofMillis(100), Duration.ofSeconds(60)),
          SAMPLING.period(),
          LIVE,
          "One pass over all GPUs per period.");

  static final Setting<Duration> SLOW_PERIOD =
      ROWS.add(
          "sampling.slowPeriod",
          duration(Duration.ofMillis(100), Duration.ofHours(1)),
          SAMPLING.slowPeriod(),
          LIVE,
          "Period of values that change slowly or whose reading blocks, such as PCIe throughput. At"
              + " least `sampling.period`.");

  static final Setting<Duration> CALL_TIMEOUT =
      ROWS.add(
          "sampling.callTimeout",
          duration(Duration.ofMillis(100), Duration.ofSeconds(60)),
          SAMPLING.callTimeout(),
          LIVE,
          "How long one GPU's pass may take before that GPU counts as hung. The others are not held"
              + " up.");

  static final Setting<Duration> EVENT_WINDOW =
      ROWS.add(
          "sampling.eventWindow",
          duration(Duration.ofSeconds(1), Duration.ofHours(24)),
          SAMPLING.eventWindow(),
          LIVE,
          "Span of the windowed event counts (`DCGM_EXP_XID_ERRORS_COUNT` and the like).");

  static final Setting<Boolean> GPM =
      ROWS.add(
          "sampling.gpm",
          bool(),
          SAMPLING.gpm(),
          LIVE,
          "Whether profiling metrics (`DCGM_FI_PROF_*`) are sampled where the GPU has them (Hopper"
              + " and newer).");

  static final Setting<Optional<Path>> KERNEL_LOG =
      ROWS.add(
          "sampling.kernelLog",
          pathOrOff(),
          SAMPLING.source().kernelLog(),
          RESTART,
          "File to read XID messages of the kernel from, or `off`.");

  static final Setting<Optional<Path>> KUBELET_SOCKET =
      ROWS.add(
          "kubelet.socket",
          pathOrOff(),
          Optional.of(KUBELET.socket()),
          RESTART,
          "The kubelet's PodResources socket, or `off`: no series then names a pod. It may be"
              + " absent and be replaced at any time.");

  static final Setting<Duration> KUBELET_PERIOD =
      ROWS.add(
          "kubelet.period",
          duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          KUBELET.period(),
          RESTART,
          "How often the kubelet is asked; a pod that comes or goes has it asked at once.");

  static final Setting<Duration> KUBELET_TIMEOUT =
      ROWS.add(
          "kubelet.timeout",
          duration(Duration.ofMillis(100), Duration.ofSeconds(60)),
          KUBELET.timeout(),
          RESTART,
          "How long the kubelet may take to answer.");

  static final Setting<List<String>> KUBELET_RESOURCES =
      ROWS.add(
          "kubelet.resources",
          list(
              Pattern.compile("[a-z0-9][a-z0-9.-]*/[A-Za-z0-9._-]*\\*?"),
              "extended resources, such as nvidia.com/gpu, or nvidia.com/* for all of a domain"),
          KUBELET.resources(),
          RESTART,
          "Extended resources that are GPUs, renamed ones included.");

  static final Setting<List<String>> DRA_DRIVERS =
      ROWS.add(
          "kubelet.draDrivers",
          list(Pattern.compile("[a-z0-9][a-z0-9.-]*"), "names of DRA drivers"),
          List.copyOf(KUBELET.draDrivers()),
          RESTART,
          "DRA drivers whose devices are GPUs.");

  static final Setting<Optional<Path>> PROC =
      ROWS.add(
          "processes.proc",
          pathOrOff(),
          PROCESSES.proc(),
          RESTART,
          "The host's procfs, or `off`: nothing is then said of single processes. In a container it"
              + " is the host's only with `hostPID: true`.");

  static final Setting<Optional<Path>> CGROUPS =
      ROWS.add(
          "processes.cgroups",
          pathOrOff(),
          PROCESSES.cgroups(),
          RESTART,
          "The host's cgroup v2 hierarchy, or `off`: containers with a memory limit on a GPU"
              + " (driver 615 and newer) are found there, without `hostPID`. In a container it is"
              + " the host's only where it is mounted, and the driver looks for it at"
              + " `/sys/fs/cgroup`.");

  static final Setting<Boolean> CLUSTER_PODS =
      ROWS.add(
          "cluster.pods",
          bool(),
          CLUSTER.pods(),
          RESTART,
          "Whether the pods of this node are watched, for UIDs, workloads and priorities. Needs the"
              + " rights get, list and watch on pods.");

  static final Setting<Boolean> CLUSTER_RESOURCE_SLICES =
      ROWS.add(
          "cluster.resourceSlices",
          bool(),
          CLUSTER.resourceSlices(),
          RESTART,
          "Whether ResourceSlices are watched, which name the GPUs behind DRA claims.");

  static final Setting<Optional<Path>> KUBECONFIG =
      ROWS.add(
          "cluster.kubeconfig",
          path().orNone(),
          CLUSTER.kubeconfig(),
          RESTART_FILE,
          "Names the API server. Without it the pod's own service account does: the environment"
              + " variables KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, and the files"
              + " token and ca.crt in /var/run/secrets/kubernetes.io/serviceaccount, or those that"
              + " KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN and KUBERNETES_CERTS_CA_FILE name.");

  static final Setting<Optional<String>> NODE_NAME =
      ROWS.add(
          "cluster.nodeName",
          text().orNone(),
          Optional.empty(),
          RESTART,
          "This node's name in the cluster. Without it the environment variable `NODE_NAME`;"
              + " without that the API server is not asked.");

  static final Setting<List<String>> POD_LABELS =
      ROWS.add(
          "cluster.podLabels",
          list(
              Pattern.compile("\\*|[A-Za-z0-9][A-Za-z0-9._/-]*\\*?"),
              "label keys; a key may end in * for all that begin so"),
          CLUSTER.podLabels(),
          RESTART,
          "Labels of pods that are kept, for the metrics.");

  static final Setting<List<String>> POD_ANNOTATIONS =
      ROWS.add(
          "cluster.podAnnotations",
          list(Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*"), "annotation keys"),
          List.copyOf(CLUSTER.podAnnotations()),
          RESTART,
          "Annotations of pods that are kept, such as a cost centre, for `gpu_allocation_info`.");

  static final Setting<Duration> CLUSTER_TIMEOUT =
      ROWS.add(
          "cluster.timeout",
          duration(Duration.ofSeconds(1), Duration.ofSeconds(60)),
          CLUSTER.timeout(),
          RESTART,
          "How long the API server may take to answer a request that is no watch.");

  static final Setting<Optional<Path>> COUNTERS_FILE =
      ROWS.add(
          CountersFile.KEY,
          path().orNone(),
          Optional.empty(),
          LIVE_FILE,
          "A counters CSV as dcgm-exporter reads it, or its YAML configuration; it replaces the"
              + " default set of metrics. Read again when it changes.");

  static final Setting<MetricNames> NAMES =
      ROWS.add(
          "metrics.names",
          choice(MetricNames.class),
          MetricNames.CLASSIC,
          LIVE,
          "Which names and units the default metrics have: `classic` are those of dcgm-exporter up"
              + " to 4.8, `base-units` those of 4.9 (hertz, bytes, ratios, joules), `both` serves"
              + " each quantity under both. With a counters file its names are served as written,"
              + " and this only decides what `DCGM_FI_DEV_GPU_UTIL_RATIO` means where no other name"
              + " in the file does.");

  static final Setting<HostnameLabel> HOSTNAME_LABEL =
      ROWS.add(
          "metrics.hostnameLabel",
          choice(HostnameLabel.class),
          METRICS.hostnameLabel(),
          LIVE,
          "Which spelling of the host name label the series carry: `upper` is `Hostname`, `lower`"
              + " is `hostname`.");

  static final Setting<Optional<String>> HOSTNAME =
      ROWS.add(
          "metrics.hostname",
          text().orNone(),
          Optional.empty(),
          LIVE,
          "The host name label's value. Without it the environment variable `NODE_NAME`, else the"
              + " host's name.");

  static final Setting<Boolean> ALIASES =
      ROWS.add(
          "metrics.aliases",
          bool(),
          METRICS.aliases(),
          LIVE,
          "Whether the `nvidia_smi_*` names of older guides are served too.");

  static final Setting<Boolean> REPLACE_BLANKS =
      ROWS.add(
          "metrics.replaceBlanksInModelName",
          bool(),
          METRICS.replaceBlanksInModelName(),
          LIVE,
          "Whether blanks in the `modelName` label become `-`.");

  static final Setting<SharedGpuRows> SHARED_GPU_ROWS =
      ROWS.add(
          "metrics.sharedGpuRows",
          choice(SharedGpuRows.class),
          METRICS.pods().sharedGpuRows(),
          LIVE,
          "Rows of DCGM's series for a GPU or MIG instance that several containers hold. `device`:"
              + " one, with the device's own figures, so that ratios, counts, sums and averages of"
              + " rows are right; it names the pod when a single pod holds the device."
              + " `containers`: one for each container, with its part of `DCGM_FI_DEV_GPU_UTIL` and"
              + " `DCGM_FI_DEV_FB_USED`, and one for what they leave; other figures are repeated.");

  static final Setting<Boolean> POD_UID =
      ROWS.add(
          "metrics.podUid",
          bool(),
          METRICS.pods().podUid(),
          LIVE,
          "Whether DCGM's series of a held device carry `pod_uid`. Needs `cluster.pods`.");

  static final Setting<Boolean> METRIC_POD_LABELS =
      ROWS.add(
          "metrics.podLabels",
          bool(),
          METRICS.pods().labelPrefix().isPresent(),
          LIVE,
          "Whether DCGM's series of a held device carry the labels of its pod, those that"
              + " `cluster.podLabels` keeps. Each is a label of every such series: choose few.");

  static final Setting<String> POD_LABEL_PREFIX =
      ROWS.add(
          "metrics.podLabelPrefix",
          text(),
          "label_",
          LIVE,
          "What is put before the names of pod labels. In the name, whatever is no ASCII letter,"
              + " digit or underscore becomes an underscore; keys that become alike get"
              + " `_conflict1`, `_conflict2`.");

  static final Setting<Boolean> VIRTUAL_GPUS =
      ROWS.add(
          "metrics.virtualGpus",
          bool(),
          METRICS.pods().virtualGpus(),
          LIVE,
          "Whether DCGM's series of a device shared in replicas carry `vgpu`, the replicas that the"
              + " container holds; see `metrics.sharedGpuRows`.");

  static final Setting<Optional<Path>> HPC_JOBS =
      ROWS.add(
          "metrics.hpcJobMapping",
          path().orNone(),
          METRICS.pods().hpcJobs(),
          RESTART,
          "Directory in which a batch scheduler's prologue names the jobs of each GPU: a file"
              + " `<gpu>` or `<gpu>.<GPU instance>` with a job id a line. Each job is the label"
              + " `hpc_job` of a row of its own.");

  static final Setting<Optional<Path>> STATE_FILE =
      ROWS.add(
          "state.file",
          pathOrOff(),
          PERSISTENCE.file(),
          RESTART,
          "File in which totals, idle clocks, notices and the faults of GPUs survive a restart of"
              + " the agent in the same boot of the machine, or `off`. Its folder is not made:"
              + " without it nothing is kept. What is no such file is reported and not used; nor"
              + " are totals, idle clocks and notices older than a day. A simulation keeps nothing"
              + " unless this is set.");

  static final Setting<Duration> STATE_PERIOD =
      ROWS.add(
          "state.period",
          duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          PERSISTENCE.period(),
          RESTART,
          "How often `state.file` is written while something changes: what a kill of the agent may"
              + " cost. At a normal end it is written too.");

  static final Setting<String> HOST =
      ROWS.add("web.host", text(), WEB.host(), RESTART, "Address to listen on.");

  static final Setting<Integer> PORT =
      ROWS.add("web.port", integer(0, 65_535), WEB.port(), RESTART, "Port; 0 takes any free one.");

  static final Setting<Optional<Integer>> HEALTH_PORT =
      ROWS.add(
          "web.healthPort",
          integer(0, 65_535).orNone(),
          Optional.empty(),
          RESTART,
          "One more port that serves `/health` and nothing else, without TLS and to everyone; 0"
              + " takes any free one. `web.port` serves it all the same.");

  static final Setting<Optional<Path>> TLS_CERTIFICATE =
      ROWS.add(
          "web.tls.certificate",
          path().orNone(),
          Optional.empty(),
          RESTART_FILE,
          "PEM file of the server's certificate chain, its own first. Turns TLS on. The file's"
              + " content is read again when it changes.");

  static final Setting<Optional<Path>> TLS_KEY =
      ROWS.add(
          "web.tls.key",
          path().orNone(),
          Optional.empty(),
          RESTART_FILE,
          "PEM file of the private key, PKCS #8. The file's content is read again when it"
              + " changes.");

  static final Setting<Optional<Path>> TLS_CLIENT_AUTHORITY =
      ROWS.add(
          "web.tls.clientCertificateAuthority",
          path().orNone(),
          Optional.empty(),
          RESTART_FILE,
          "PEM file of the authorities whose clients are let in (mTLS). `/health` needs no client"
              + " certificate. The file's content is read again when it changes.");

  static final Setting<Optional<Path>> BASIC_AUTH =
      ROWS.add(
          "web.basicAuth",
          path().orNone(),
          Optional.empty(),
          RESTART_FILE,
          "File of users, one `name:bcrypt` a line as `htpasswd -nbB name password` writes it."
              + " `/health` needs no user. The file's content is read again when it changes.");

  static final Setting<Boolean> TOKEN_REVIEW =
      ROWS.add(
          "web.tokenReview",
          bool(),
          WEB.admission().tokenReview(),
          RESTART,
          "Whether a bearer token is demanded that the API server knows (TokenReview) and whose"
              + " user may `get` the path as a non-resource URL (SubjectAccessReview). A good"
              + " answer holds for a minute, a bad one for ten seconds; while the API server does"
              + " not answer, no other token is let in. `/health` needs no token. Excludes"
              + " `web.basicAuth`.");

  static final Setting<Integer> MAX_CONNECTIONS =
      ROWS.add(
          "web.maxConnections",
          integer(1, 100_000),
          WEB.bounds().maxConnections(),
          RESTART,
          "TCP connections at a time; more wait to be accepted.");

  static final Setting<Integer> MAX_HEADER_BYTES =
      ROWS.add(
          "web.maxHeaderBytes",
          integer(1_024, 1_048_576),
          WEB.bounds().maxHeaderBytes(),
          RESTART,
          "Size of a request's headers; larger ones are refused.");

  static final Setting<Duration> IDLE_TIMEOUT =
      ROWS.add(
          "web.idleTimeout",
          seconds(Duration.ofSeconds(1), Duration.ofHours(1)),
          Duration.ofSeconds(WEB.bounds().idleTimeoutSeconds()),
          RESTART,
          "How long an idle connection is kept.");

  static final Setting<LogConfig.Level> LOG_LEVEL =
      ROWS.add(
          "log.level",
          choice(LogConfig.Level.class),
          LOG.level(),
          LIVE,
          "The least severe line that is written. Audit lines are written at every level.");

  static final Setting<LogConfig.Format> LOG_FORMAT =
      ROWS.add(
          "log.format",
          choice(LogConfig.Format.class),
          LOG.format(),
          LIVE,
          "One line of text, or one JSON object a line.");

  /** All rows, in the order of the documentation. */
  static final List<Setting<?>> ALL =
      Stream.of(
              ROWS.all(),
              LabelSettings.ROWS.all(),
              PublishingSettings.ROWS.all(),
              HealthSettings.ROWS.all(),
              PolicySettings.ROWS.all(),
              ShapingSettings.ROWS.all())
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private Settings() {}

  /** The row of {@code key}. */
  static Optional<Setting<?>> find(String key) {
    return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  /** Whether {@code path} is above some key: {@code web} or {@code web.tls}. */
  static boolean isSection(String path) {
    return path.isEmpty() || ALL.stream().anyMatch(one -> one.key().startsWith(path + "."));
  }
}
