package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ConditionText;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.machine.MachineFacts;
import io.gpunodeagent.agent.publishing.DesiredNode;
import io.gpunodeagent.agent.publishing.Publisher;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.publishing.PublishingStatus;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.health.HealthRules;
import io.gpunodeagent.core.health.NodeHealth;
import io.gpunodeagent.core.labels.AllocatableCheck;
import io.gpunodeagent.core.labels.GpuFeatureDiscovery;
import io.gpunodeagent.core.labels.LabelDamping;
import io.gpunodeagent.core.labels.LabelSet;
import io.gpunodeagent.core.labels.Labels;
import io.gpunodeagent.core.labels.LabelsConfig;
import io.gpunodeagent.core.labels.MigReconfiguration;
import io.gpunodeagent.core.labels.NodeFacts;
import io.gpunodeagent.core.labels.OwnerFacts;
import io.gpunodeagent.core.labels.OwnerFacts.Held;
import io.gpunodeagent.core.labels.Ownership;
import io.gpunodeagent.core.snapshot.DraDevices;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.Pods;
import io.gpunodeagent.core.state.NodeState;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes of each state what is to be on the Node: labels that have held for a while, those of health
 * at once, and the condition. {@link #told} may be called from another thread than the rest.
 */
final class NodePublication implements AutoCloseable {

  private static final Path SYS = Path.of("/sys");
  private static final String NVIDIA = "nvidia.com/";

  private static final System.Logger LOG = System.getLogger("agent");

  private final OngoingProblems problems = new OngoingProblems();

  private final Publisher publisher;
  private final PluginConfigs plugin;
  private final Instant startedAt;
  private LabelsConfig config;
  private HealthRules health;
  private Optional<String> machineTypeFile;
  private NodeFacts facts;
  private Optional<LabelDamping> damping = Optional.empty();
  private Duration judged = Duration.ofSeconds(-1);

  NodePublication(
      PublishingConfig publishing,
      ClusterConfig cluster,
      AgentConfig rules,
      PluginConfigs plugin,
      InstantSource clock) {
    publisher = Publisher.of(publishing, cluster, clock);
    this.plugin = plugin;
    startedAt = clock.instant();
    config = rules.labels();
    health = rules.health();
    machineTypeFile = config.plugin().machineTypeFile();
    facts = MachineFacts.read(SYS, machineTypeFile, startedAt);
  }

  void start() {
    publisher.start();
    if (publisher.publishes()) {
      plugin.start();
    }
  }

  /** Labels and taints by other rules from the next look on. */
  void follow(LabelsConfig labels, HealthRules rules) {
    config = labels;
    health = rules;
    judged = Duration.ofSeconds(-1);
  }

  /** Whether there is anywhere to publish to. */
  boolean publishes() {
    return publisher.publishes();
  }

  /** How publishing stands. */
  PublishingStatus status() {
    return publisher.status();
  }

  /** Tells what has just happened; to be called with every state, once. */
  void told(NodeState state) {
    publisher.tell(state.health().events());
  }

  /**
   * Wishes what {@code state} calls for. Nothing before the first judgement, and nothing before the
   * Node was seen: what an earlier run left there is where labels go on from.
   */
  void look(NodeState state, DraDevices draDevices) {
    var node = publisher.node();
    boolean starting =
        state.node().driver() instanceof DriverState.Unavailable away
            && away.problem() == DriverState.Problem.STARTING;
    boolean same = state.node().monotonic().equals(judged) && !stalled(state);
    if (node.isEmpty() || starting || same) {
      return;
    }
    judged = state.node().monotonic();
    publisher.offer(desired(state, node.get(), !draDevices.uuids().isEmpty()));
  }

  private static boolean stalled(NodeState state) {
    return state.node().driver() instanceof DriverState.Unavailable away
        && away.problem() == DriverState.Problem.SAMPLING_STALLED;
  }

  private DesiredNode desired(NodeState state, ObservedNode node, boolean dra) {
    var made = made(state, plugin.with(config, node));
    var steady =
        damping
            .orElseGet(() -> LabelDamping.after(left(node)))
            .step(
                made,
                state.node().monotonic(),
                config.hold(),
                MigReconfiguration.state(node.marks().labels()));
    damping = Optional.of(steady);
    var ownership =
        Ownership.decide(config.owner(), owners(node, state.pods(), dra), steady.published());
    problems.become(
        Stream.concat(
                Stream.concat(made.problems().stream(), ownership.conflicts().stream())
                    .map(Problem::line),
                plugin.problems().stream().map(Problem::line))
            .toList(),
        line -> LOG.log(Level.WARNING, "not labelled {0}", line),
        line -> LOG.log(Level.INFO, "labelled again {0}", line));
    var allowed = ownership.allowed(steady.published());
    var judged = NodeHealth.of(state.health(), health, conditionSince(node));
    var labels = new TreeMap<>(allowed.labels());
    labels.putAll(judged.labels());
    var unknown = new TreeSet<>(allowed.untold());
    unknown.addAll(judged.unknown());
    return DesiredNode.of(labels, allowed.annotations())
        .untold(unknown)
        .takingOver(ownership.takenOver())
        .with(judged.condition())
        .tainted(judged.taint());
  }

  /** How GPUs are shared is in every label of theirs: without the plugin's word none is told. */
  private LabelSet made(NodeState state, Optional<LabelsConfig> shared) {
    var told = shared.orElse(config);
    if (!told.plugin().machineTypeFile().equals(machineTypeFile)) {
      machineTypeFile = told.plugin().machineTypeFile();
      facts = MachineFacts.read(SYS, machineTypeFile, startedAt);
    }
    var made =
        AllocatableCheck.of(
            Labels.of(state.node(), state.usage(), facts, told), state.attributed().allocatable());
    return shared.isPresent() ? made : made.withholding(NVIDIA);
  }

  private static LabelSet left(ObservedNode node) {
    var own = node.own();
    return new LabelSet(own.labels(), own.annotations(), Set.of(), List.of());
  }

  private static Optional<Instant> conditionSince(ObservedNode node) {
    return node.condition().map(ConditionText::lastTransition);
  }

  private static OwnerFacts owners(ObservedNode node, Pods pods, boolean dra) {
    Map<String, Held> held =
        node.marks().labels().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    label -> new Held(label.getValue(), node.managersOf(label.getKey()))));
    return new OwnerFacts(GpuFeatureDiscovery.runs(pods), dra, ObservedNode.AGENT, held);
  }

  @Override
  public void close() {
    publisher.close();
    plugin.close();
  }
}
