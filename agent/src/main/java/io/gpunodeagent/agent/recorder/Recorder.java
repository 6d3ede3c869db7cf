// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.history.HistoryView;
import io.gpunodeagent.agent.history.Resolution;
import io.gpunodeagent.agent.history.SecondsView;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.recorder.RecordingJson.Kept;
import io.gpunodeagent.agent.recorder.RecordingJson.Moment;
import io.gpunodeagent.core.overview.EvictionAttempt;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.overview.Occurrence;
import io.gpunodeagent.core.recording.RecordingPlan;
import io.gpunodeagent.core.recording.RecordingWindow;
import io.gpunodeagent.core.recording.Trigger;
import io.gpunodeagent.core.recording.Triggers;
import io.gpunodeagent.core.state.NodeState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Records the node around a fault. A recording is written when it begins, so that little is lost
 * with the machine, and written again when it ends. Reports never wait: what they report is taken
 * over by a thread of its own, which alone touches the folder.
 */
public final class Recorder implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** More reports than a second can bring; those beyond are of a storm that is recorded already. */
  private static final int MOST_REPORTS = 256;

  private static final long NONE = -1;

  private static final int KEPT_SECONDS = Resolution.SECOND.slots();

  private static final int LONGEST_AFTER =
      Math.toIntExact(RecordingWindow.LONGEST_AFTER.toSeconds());

  /**
   * What is recorded. All suppliers answer at once.
   *
   * @param chronicle of the states that were published
   * @param published what is published now
   * @param agent what is known of the agent itself
   */
  public record Subject(
      Chronicle chronicle, Supplier<NodeState> published, Supplier<AgentFacts> agent) {}

  /** Triggers that were seen at one time, in the state {@code seen}. */
  private record Report(
      List<Trigger> triggers, Optional<NodeState> before, NodeState seen, Duration at) {}

  /** The recording that is not over: its name and what was frozen when it began. */
  private record Open(String name, HistoryView frozen, List<Kept> moments) {}

  private final Subject subject;
  private final RecordingStore store;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final BlockingQueue<Report> reports = new ArrayBlockingQueue<>(MOST_REPORTS);
  private final Loop loop;
  private RecordingPlan plan = RecordingPlan.idle();
  private Optional<Open> open = Optional.empty();

  /** The number of the last state before the stall that was reported. */
  private long stalled = NONE;

  private boolean opened;

  /**
   * A recorder that runs from {@link #start} on.
   *
   * @param directory the folder of the recordings; made if it is not there
   * @param maxBytes of all recordings together
   * @param clock the time of day
   * @param nanoTime a clock that never goes back, ns
   */
  public Recorder(
      Path directory, long maxBytes, Subject subject, InstantSource clock, LongSupplier nanoTime) {
    this.subject = subject;
    this.clock = clock;
    this.nanoTime = nanoTime;
    store = new RecordingStore(new RecordingFolder(directory), maxBytes);
    // No interrupt: it would close the file under a write.
    loop =
        Loop.Settings.standard()
            .uninterrupted()
            .patience(PATIENCE)
            .atEnd(this::cutShort)
            .loop("recorder", this::turn);
  }

  /** Records in the background from now on. */
  public void start() {
    loop.start();
  }

  /**
   * Takes a state that was just published.
   *
   * @param before the one before it
   * @param events that happened since
   */
  public void take(NodeState before, NodeState state, List<Occurrence> events) {
    report(Triggers.of(before, events), Optional.of(before), state);
  }

  /** Takes what just came of an eviction. */
  public void take(EvictionAttempt attempt) {
    var now = subject.published().get();
    report(Triggers.of(attempt).stream().toList(), Optional.empty(), now);
  }

  private void report(List<Trigger> triggers, Optional<NodeState> before, NodeState seen) {
    if (!triggers.isEmpty() && reports.offer(new Report(triggers, before, seen, now()))) {
      loop.wake();
    }
  }

  /** How recording stands. Never blocks. */
  public RecorderStatus status() {
    return store.status();
  }

  /** Ends it; a recording that is not over is written as it is. */
  @Override
  public void close() {
    loop.close();
  }

  private Duration now() {
    return Duration.ofNanos(nanoTime.getAsLong());
  }

  private void turn() {
    if (!opened) {
      opened = true;
      store.open();
    }
    loop.pause(LOOK);
    look();
  }

  /** Takes over what was reported, and ends the recording that is over. */
  void look() {
    lookForStall();
    finishIfOver(now());
    for (var report = reports.poll(); report != null; report = reports.poll()) {
      finishIfOver(report.at());
      take(report);
    }
  }

  /** A stall is seen here alone: while it lasts no state is published. */
  private void lookForStall() {
    var state = subject.published().get();
    var stall = Triggers.stall(state, clock.instant());
    long sequence = state.node().sequence();
    if (stall.isPresent() && stalled != sequence) {
      report(List.of(stall.get()), Optional.of(subject.chronicle().latest()), state);
    }
    stalled = stall.isPresent() ? sequence : NONE;
  }

  private void take(Report report) {
    for (var trigger : report.triggers()) {
      plan = plan.after(trigger, report.at());
    }
    if (open.isEmpty() && plan.open().isPresent()) {
      begin(plan.open().get(), report);
    }
  }

  private void begin(RecordingWindow window, Report report) {
    var frozen = subject.chronicle().history().view(Resolution.SECOND);
    var moments = new ArrayList<Kept>();
    // Before the first sample nothing was known.
    report
        .before()
        .filter(state -> state.node().sequence() > 0)
        .ifPresent(state -> moments.add(new Kept(Moment.BEFORE, state)));
    moments.add(new Kept(Moment.TRIGGER, report.seen()));
    var begun = new Open(store.begin(window.first()), frozen, List.copyOf(moments));
    open = Optional.of(begun);
    write(begun, window, false);
  }

  private void finishIfOver(Duration now) {
    plan.over(now).ifPresent(window -> finish(window, true));
  }

  private void cutShort() {
    look();
    plan.open().ifPresent(window -> finish(window, false));
  }

  private void finish(RecordingWindow window, boolean complete) {
    open.ifPresent(
        begun -> {
          var moments = new ArrayList<>(begun.moments());
          moments.add(new Kept(Moment.END, subject.published().get()));
          write(new Open(begun.name(), begun.frozen(), moments), window, complete);
        });
    open = Optional.empty();
    plan = plan.closed();
  }

  private void write(Open recording, RecordingWindow window, boolean complete) {
    var now = clock.instant();
    var latest = subject.chronicle().history().view(Resolution.SECOND);
    var seconds =
        SecondsView.joined(recording.frozen(), latest, silence(latest, now), LONGEST_AFTER);
    var from = recording.frozen().end().orElse(window.first().at()).minusSeconds(KEPT_SECONDS - 1L);
    var to = from.plusSeconds(seconds.slots() - 1L);
    var agent = subject.agent().get();
    var head =
        new RecordingHead(
            recording.name(),
            agent.node(),
            agent.version(),
            recording.moments().getFirst().state().node().simulated(),
            complete,
            from,
            to,
            window.triggers(),
            window.moreTriggers());
    store.save(
        recording.name(),
        RecordingJson.write(head, agent, events(from), seconds, recording.moments()));
  }

  /** Whole seconds since the latest sample, in which there were none. */
  private static int silence(HistoryView latest, Instant now) {
    long seconds = latest.end().map(end -> Duration.between(end, now).toSeconds()).orElse(0L);
    return Math.clamp(seconds, 0, LONGEST_AFTER);
  }

  private List<NumberedOccurrence> events(Instant from) {
    return subject.chronicle().events().newestFirst().reversed().stream()
        .filter(one -> !one.event().at().isBefore(from))
        .toList();
  }
}
