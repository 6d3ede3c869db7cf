// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.agent.loop.Silence;
import io.gpunodeagent.core.backoff.Backoff;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocation;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.sources.SourceState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which container the kubelet gave which device, read in the background: {@link #latest} is one
 * volatile read, whatever the kubelet does.
 *
 * <p>While the kubelet does not answer, its last good answer stays, with its age; it is asked again
 * every period, so a restarted kubelet or a socket that appears late needs nothing else.
 */
public final class KubeletAllocations implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(KubeletAllocations.class.getName());

  /** An answer and its predecessor must fit into the heap beside everything else. */
  private static final int HEAP_SHARE = 6;

  /** However often the kubelet refuses, it is asked again after this, or after a longer period. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(1);
  private static final String DOWN = "down";
  private static final String ALLOCATABLE = "allocatable";

  private final KubeletConfig config;
  private final InstantSource clock;
  private final PodResourcesClient client;
  private final GrantCheck grants;
  private final PollTimer pace = new PollTimer();
  private final Loop loop;
  private final Silence silence;
  private final OngoingProblems problems = new OngoingProblems();
  private volatile Allocations latest;

  // The refresher's own.
  private Optional<Instant> lastGood = Optional.empty();
  private Optional<Instant> downSince = Optional.empty();
  private int refusals;

  /**
   * Allocations that are asked for from {@link #start} on.
   *
   * @param config of this kubelet
   * @param clock for the times in {@link SourceState}
   */
  public KubeletAllocations(KubeletConfig config, InstantSource clock) {
    this(config, clock, System::nanoTime);
  }

  KubeletAllocations(KubeletConfig config, InstantSource clock, LongSupplier nanoTime) {
    this.config = config;
    this.clock = clock;
    client = new PodResourcesClient(config.socket(), config.timeout());
    grants = new GrantCheck(config, client);
    loop = Loop.Settings.standard().onFailure(this::failed).loop("kubelet", this::turn);
    silence = new Silence(config.socket().toString(), nanoTime, longestSilence(config));
    latest =
        config.enabled()
            ? new Allocations(
                new SourceState.Down(
                    clock.instant(), Optional.empty(), config.socket() + ": not asked yet"),
                List.of(),
                new Allocatable.Unknown("the kubelet was not asked yet"))
            : Allocations.off();
  }

  /** Starts asking, at once and then every period; nothing when the kubelet is not to be asked. */
  public void start() {
    if (config.enabled()) {
      loop.start();
    }
  }

  /**
   * Asks once, on this thread, and returns when the answer is in {@link #latest} or there is none:
   * for a clock that is stepped, in place of {@link #start}.
   */
  public void ask() throws InterruptedException {
    if (config.enabled()) {
      refresh();
    }
  }

  /** The last good answer and whether the kubelet answers now. Never blocks. */
  public Allocations latest() {
    var known = latest;
    var state =
        known.state().after(silence.lasts(), silence.patience(), config.socket().toString());
    if (state.equals(known.state())) {
      return known;
    }
    silence.takesDown();
    return new Allocations(state, known.entries(), known.allocatable());
  }

  /** Three questions without an answer. */
  private static Duration longestSilence(KubeletConfig config) {
    var three = config.period().plus(config.timeout()).multipliedBy(3);
    return three.compareTo(SHORTEST_PATIENCE) > 0 ? three : SHORTEST_PATIENCE;
  }

  /**
   * Asks, on this thread, whether a pod still has just the GPUs it has in {@link #latest}. A pod
   * without any there has lost them, or never had them from the kubelet: its grant has ended.
   */
  public Grant confirm(String namespace, String pod) throws InterruptedException {
    var known =
        latest.entries().stream()
            .filter(entry -> entry.holder().namespace().equals(namespace))
            .filter(entry -> entry.holder().pod().equals(pod))
            .collect(Collectors.toUnmodifiableSet());
    return known.isEmpty()
        ? new Grant.Ended("the kubelet lists no GPU of it")
        : grants.check(namespace, pod, known);
  }

  /**
   * Asks soon, because a pod came or went: within half a second, many requests at once being one.
   * Not sooner than it may when the kubelet refuses because of its rate limit. Never blocks.
   */
  public void refreshSoon() {
    pace.request();
  }

  /** Ends the asking; the last answer stays. A call that is under way is cut. */
  @Override
  public void close() {
    loop.stop();
  }

  private void turn() throws InterruptedException {
    refresh();
    var pause = new Backoff(config.period(), LONGEST_PAUSE).delay(refusals + 1);
    pace.await(pause, refusals == 0);
  }

  private void refresh() throws InterruptedException {
    try {
      var reader = new AllocationReader(config, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
      client.list(reader);
      refusals = 0;
      succeeded(reader.entries());
      readAllocatable();
    } catch (KubeletException e) {
      refusals = e.status().orElse(0) == KubeletException.RESOURCE_EXHAUSTED ? refusals + 1 : 0;
      failed(KubeletException.reasonOf(e));
    }
  }

  /** When the kubelet does not answer this, its allocations stay as they are. */
  private void readAllocatable() throws InterruptedException {
    Allocatable allocatable;
    try {
      var reader = new AllocatableReader(config);
      client.allocatable(reader);
      allocatable = reader.known();
    } catch (KubeletException | RuntimeException e) {
      allocatable = new Allocatable.Unknown(KubeletException.reasonOf(e));
    }
    if (!(allocatable instanceof Allocatable.Unknown(var reason))) {
      problems.ends(ALLOCATABLE);
    } else if (problems.begins(ALLOCATABLE, reason)) {
      LOG.log(
          Level.INFO,
          "The kubelet does not say in how many replicas it gives GPUs out, so what pods on shared"
              + " GPUs are entitled to is unknown: GetAllocatableResources: {0}",
          reason);
    }
    latest = new Allocations(latest.state(), latest.entries(), allocatable);
  }

  private void succeeded(List<Allocation> entries) {
    if (lastGood.isEmpty() || downSince.isPresent()) {
      LOG.log(
          Level.INFO,
          "The kubelet answers on {0}: {1} GPU allocation(s)",
          config.socket(),
          entries.size());
    }
    problems.ends(DOWN);
    var now = clock.instant();
    silence.ends();
    lastGood = Optional.of(now);
    downSince = Optional.empty();
    latest = new Allocations(new SourceState.Up(now), entries, latest.allocatable());
  }

  private void failed(String why) {
    var reason = config.socket() + ": " + why;
    if (problems.begins(DOWN)) {
      LOG.log(Level.WARNING, "The kubelet does not answer: {0}", reason);
    }
    var since = downSince.orElseGet(clock::instant);
    downSince = Optional.of(since);
    latest =
        new Allocations(
            new SourceState.Down(since, lastGood, reason), latest.entries(), latest.allocatable());
  }
}
