// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.publishing;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.NodeAnswer;
import io.gpunodeagent.agent.cluster.node.NodeEvent;
import io.gpunodeagent.agent.cluster.node.NodeFeatureWriter;
import io.gpunodeagent.agent.cluster.node.NodeWatch;
import io.gpunodeagent.agent.cluster.node.NodeWriter;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.desired.DesiredNode;
import io.gpunodeagent.core.health.HealthEvent;
import io.gpunodeagent.core.health.NodeCondition;
import io.gpunodeagent.core.sources.SourceState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Publishes in the background what it is offered: {@link #offer} and {@link #status} never wait for
 * the server.
 */
public final class Publisher implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

  private static final int MOST_FIRSTS = 256;
  private static final int MOST_ANNOUNCED = 100;

  private final PublishingConfig config;
  private final Optional<PublishTarget> target;
  private final Optional<NodeWatch> watch;
  private final InstantSource clock;
  private final NodeShare share;
  private final long origin = System.nanoTime();
  private final Object lock = new Object();
  private final List<NodeEvent> announced = new ArrayList<>();
  private final Map<String, Instant> firsts = new LinkedHashMap<>();
  private final OngoingProblems known = new OngoingProblems();
  private final Optional<NodeApplier> applier;
  private final Loop loop;
  private NodePlanner planner;
  private Optional<Heard> heard = Optional.empty();
  private Optional<DesiredNode> wanted = Optional.empty();
  private Optional<DesiredNode> offered = Optional.empty();
  private volatile PublishingStatus status = PublishingStatus.starting();
  private volatile Optional<ObservedNode> node = Optional.empty();

  private Publisher(
      PublishingConfig config,
      Optional<PublishTarget> target,
      Optional<NodeWatch> watch,
      NodeShare share,
      InstantSource clock) {
    this.config = config;
    this.target = target;
    this.watch = watch;
    this.clock = clock;
    this.share = share;
    applier = target.map(one -> new NodeApplier(one, config.dryRun(), clock));
    planner = new NodePlanner(config, share, now());
    loop = Loop.Settings.standard().onFailure(this::fell).loop("publisher", this::turn);
  }

  /**
   * A publisher that works from {@link #start} on.
   *
   * @param cluster names the API server and the node
   * @param clock for the times in conditions and in the status
   */
  public static Publisher of(PublishingConfig config, ClusterConfig cluster, InstantSource clock) {
    var share = NodeShare.of(cluster.nodeName());
    var target = target(config.sink(), cluster);
    var watch =
        target
            .flatMap(PublishTarget::status)
            .map(_ -> new NodeWatch(cluster, NodeCondition.TYPE, clock));
    return new Publisher(config, target, watch, share, clock);
  }

  /**
   * A publisher to this target, with no share of its own in pauses.
   *
   * @param watch of the same Node; without one, it is looked at now and then
   */
  public static Publisher to(
      PublishingConfig config,
      PublishTarget target,
      Optional<NodeWatch> watch,
      InstantSource clock) {
    return new Publisher(config, Optional.of(target), watch, NodeShare.none(), clock);
  }

  private static Optional<PublishTarget> target(Sink sink, ClusterConfig cluster) {
    return switch (sink) {
      case Sink.None() -> Optional.empty();
      case Sink.FeaturesFile(var file) -> Optional.of(PublishTarget.labels(new FeaturesFile(file)));
      case Sink.NodeFeature(var namespace) ->
          named(cluster, () -> PublishTarget.labels(new NodeFeatureWriter(cluster, namespace)));
      case Sink.Node() ->
          named(cluster, () -> PublishTarget.node(new NodeWriter(cluster, NodeCondition.TYPE)));
    };
  }

  private static Optional<PublishTarget> named(
      ClusterConfig cluster, Supplier<PublishTarget> writer) {
    if (cluster.nodeName().isEmpty()) {
      LOG.log(
          Level.WARNING, "Nothing is published: the name of this node is not known; set NODE_NAME");
      return Optional.empty();
    }
    return Optional.of(writer.get());
  }

  /** Starts publishing; nothing without a sink. */
  public void start() {
    if (target.isPresent()) {
      loop.start();
      watch.ifPresent(one -> one.start(new Watcher()));
    }
  }

  /** Wants this from now on. Never blocks for long. */
  public void offer(DesiredNode desired) {
    if (target.isEmpty()) {
      return;
    }
    var now = Optional.of(target.get().status().isPresent() ? desired : desired.labelsOnly());
    synchronized (lock) {
      // What is wanted already wakes no thread: the same comes with every look at the GPUs.
      if (!now.equals(wanted)) {
        wanted = now;
        offered = now;
        lock.notifyAll();
      }
    }
  }

  /** Publishes these once, as Events. Never blocks for long. */
  public void announce(List<HealthEvent> events) {
    if (target.flatMap(PublishTarget::status).isEmpty() || !config.events()) {
      return;
    }
    synchronized (lock) {
      events.forEach(event -> announced.add(event(event)));
      while (announced.size() > MOST_ANNOUNCED) {
        announced.removeFirst();
      }
      lock.notifyAll();
    }
  }

  /** Whether there is anywhere to publish to. */
  public boolean publishes() {
    return target.isPresent();
  }

  /** The Node as last seen; in a dry run, as it would be. Empty before the first look. */
  public Optional<ObservedNode> node() {
    return node;
  }

  /** Whether changes of the Node are seen at once; off where it is only read now and then. */
  public SourceState watch() {
    return watch.map(NodeWatch::state).orElseGet(SourceState.Off::new);
  }

  /** The state of publishing. Never blocks. */
  public PublishingStatus status() {
    return status;
  }

  /** Looks at what is there, for one that was not started. */
  public NodeAnswer look() throws InterruptedException {
    return target.isPresent()
        ? target.get().marks().read()
        : new NodeAnswer.Forbidden("nothing is published: there is no sink");
  }

  /**
   * Takes away all that is the agent's: labels, annotations, condition, taint. Not in a dry run.
   * For one that was not started, or is closed.
   *
   * @return why something is left; empty when nothing is
   */
  public Optional<String> remove() throws InterruptedException {
    if (target.isEmpty() || config.dryRun()) {
      return Optional.of("nothing is published: " + (target.isEmpty() ? "no sink" : "a dry run"));
    }
    return Removal.of(target.get(), clock.instant());
  }

  /** Ends publishing; what is published stays. */
  @Override
  public void close() {
    watch.ifPresent(NodeWatch::close);
    loop.close();
  }

  private void turn() throws InterruptedException {
    var at = applier.orElseThrow();
    var step = nextStep(at);
    var answer = at.take(step, planner.node());
    planner.took(step, answer, now());
    note(step, answer);
  }

  /** Begins with a look at what is there, as after a restart; what is wanted stays wanted. */
  private void fell(String reason) {
    planner = new NodePlanner(config, share, now());
    synchronized (lock) {
      offered = wanted;
    }
    noteProblems(new TreeMap<>(Map.of("everything", reason)));
  }

  private NodeStep nextStep(NodeApplier at) throws InterruptedException {
    while (true) {
      takeOver(at);
      var step = planner.next(now());
      if (!(step instanceof NodeStep.Wait(var until))) {
        return step;
      }
      // Not under the lock that the sampler takes: this logs.
      noteProblems(planner.problems(now()));
      await(until);
    }
  }

  private void takeOver(NodeApplier at) {
    synchronized (lock) {
      heard.ifPresent(one -> heard(one, at));
      heard = Optional.empty();
      offered.ifPresent(desired -> planner.desired(desired, now()));
      offered = Optional.empty();
      announced.forEach(planner::event);
      announced.clear();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // What is to be done is looked for again after each return.
  private void await(Duration until) throws InterruptedException {
    synchronized (lock) {
      if (heard.isEmpty() && offered.isEmpty() && announced.isEmpty()) {
        lock.wait(Math.max(1, until.minus(now()).toMillis() + 1));
      }
    }
  }

  private void heard(Heard what, NodeApplier at) {
    switch (what) {
      case Heard.Seen(var seen) -> planner.watched(at.shown(seen), now());
      case Heard.Gone() -> planner.gone(now());
      case Heard.Unchanged() -> planner.unchanged(now());
    }
    node = planner.node();
  }

  private void note(NodeStep step, NodeAnswer answer) {
    node = planner.node();
    var before = status;
    boolean good = reason(answer).isEmpty();
    boolean wrote =
        good
            && (step instanceof NodeStep.Write
                || step instanceof NodeStep.Judge
                || step instanceof NodeStep.Taint);
    status =
        new PublishingStatus(
            planner.node().map(ObservedNode::own).orElse(before.published()),
            good ? Optional.of(clock.instant()) : before.lastSeen(),
            before.writes() + (wrote && !config.dryRun() ? 1 : 0),
            before.failures() + (good ? 0 : 1),
            before.problems());
    noteProblems(planner.problems(now()));
  }

  private void noteProblems(SequencedMap<String, String> problems) {
    var before = status;
    status =
        new PublishingStatus(
            before.published(), before.lastSeen(), before.writes(), before.failures(), problems);
    known.become(
        problems.sequencedKeySet(),
        what -> LOG.log(Level.WARNING, "Not published: {0}: {1}", what, problems.get(what)),
        what -> LOG.log(Level.INFO, "Published again: {0}", what));
  }

  private NodeEvent event(HealthEvent event) {
    if (firsts.size() >= MOST_FIRSTS && !firsts.containsKey(event.key())) {
      firsts.remove(firsts.keySet().iterator().next());
    }
    var first = firsts.computeIfAbsent(event.key(), _ -> event.at());
    return new NodeEvent(
        event.key(),
        event.warning(),
        event.reason(),
        event.message(),
        first,
        event.at(),
        Math.max(1, event.count()));
  }

  /** Why nothing came of a request; empty when something did. */
  public static Optional<String> reason(NodeAnswer answer) {
    return switch (answer) {
      case NodeAnswer.Seen _, NodeAnswer.Done() -> Optional.empty();
      case NodeAnswer.Conflict(var _, var reason) -> Optional.of(reason);
      case NodeAnswer.Invalid(var _, var reason) -> Optional.of(reason);
      case NodeAnswer.Forbidden(var reason) -> Optional.of(reason);
      case NodeAnswer.TooMany(var _, var reason) -> Optional.of(reason);
      case NodeAnswer.Unavailable(var _, var reason) -> Optional.of(reason);
    };
  }

  /** What the watch reported last, not yet taken over. */
  private sealed interface Heard {

    record Seen(ObservedNode node) implements Heard {}

    record Gone() implements Heard {}

    record Unchanged() implements Heard {}
  }

  private final class Watcher implements NodeWatch.Listener {

    @Override
    public void seen(ObservedNode seen) {
      hear(new Heard.Seen(seen));
    }

    @Override
    public void gone() {
      hear(new Heard.Gone());
    }

    @Override
    public void unchanged() {
      synchronized (lock) {
        if (heard.isEmpty()) {
          hear(new Heard.Unchanged());
        }
      }
    }

    private void hear(Heard what) {
      synchronized (lock) {
        heard = Optional.of(what);
        lock.notifyAll();
      }
    }
  }

  private Duration now() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }
}
