// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.history.Chronicle;
import io.gpunodeagent.agent.history.EventsJson;
import io.gpunodeagent.agent.http.ApiQuery;
import io.gpunodeagent.agent.http.EntityTag;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for {@code /api/v1} from the published state. Each resource is rendered once for
 * a state, when it is first asked for. Never calls NVML and never has the sampler wait. Safe for
 * any number of threads.
 */
public final class Api implements StreamSource {

  private static final String PATHS =
      "node, gpus, topology, allocations, decisions, events, history, recordings, stream,"
          + " openapi.yaml";

  private final Supplier<NodeState> published;
  private final Supplier<AgentFacts> agent;
  private final Chronicle chronicle;
  private final RecordingsResource recordings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable StateRendering latest;
  private volatile boolean ended;

  /**
   * Serves what {@code published} says.
   *
   * @param published the latest state; an object of its own for each publication
   * @param agent what is known of the agent itself; answers at once
   * @param chronicle of the states before
   * @param recordings where they are; empty where nothing is recorded
   */
  public Api(
      Supplier<NodeState> published,
      Supplier<AgentFacts> agent,
      Chronicle chronicle,
      Optional<RecordingFolder> recordings) {
    this.chronicle = chronicle;
    this.recordings = new RecordingsResource(recordings);
    this.published = published;
    this.agent = agent;
  }

  /** The answer to {@code request}. */
  public HttpAnswer answer(ApiQuery request) {
    var answer =
        switch (request.resource()) {
          case "history" -> history(request);
          case "events" -> events();
          case "openapi.yaml" -> OpenApi.ANSWER;
          case "recordings" -> recordings.list(StateResource.head(published.get()));
          default ->
              RecordingsResource.name(request.resource())
                  .map(recordings::one)
                  .orElseGet(() -> ofState(request.resource()));
        };
    return EntityTag.unlessKnown(answer, request.ifNoneMatch());
  }

  private HttpAnswer ofState(String path) {
    return StateResource.of(path)
        .map(resource -> rendering().answer(resource))
        .orElseGet(() -> Answers.error(404, "no such resource; there are " + PATHS));
  }

  private HttpAnswer history(ApiQuery request) {
    try {
      var query = HistoryQuery.of(request.query());
      return past(
          "history " + query,
          into ->
              into.put(
                  "history",
                  HistoryJson.of(
                      chronicle.history().view(query.resolution()),
                      query,
                      agent.get().samplingPeriod())));
    } catch (HistoryQuery.WrongParameterException refused) {
      return Answers.error(400, String.valueOf(refused.getMessage()));
    }
  }

  private HttpAnswer events() {
    return past(
        "events", into -> into.put("events", EventsJson.of(chronicle.events().newestFirst())));
  }

  /** An answer of the past, up to the state that the chronicle has taken: maybe not the newest. */
  private HttpAnswer past(String key, UnaryOperator<JsonObject> content) {
    var upTo = chronicle.latest();
    return rendering()
        .answer(key + " " + upTo.node().sequence(), () -> content.apply(StateResource.head(upTo)));
  }

  private StateRendering rendering() {
    var state = published.get();
    var facts = agent.get();
    var known = latest;
    if (known != null && known.isOf(state, facts)) {
      return known;
    }
    lock.lock();
    try {
      known = latest;
      if (known == null || !known.isOf(state, facts)) {
        known = new StateRendering(state, facts);
        latest = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Another state has been published: those who wait for one are woken. */
  public void published() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Frame> next(Optional<Frame> last, Duration patience) throws InterruptedException {
    if (!await(last, patience)) {
      return Optional.empty();
    }
    return Optional.of(rendering().frame());
  }

  private boolean await(Optional<Frame> last, Duration patience) throws InterruptedException {
    long nanos = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!ended && nanos > 0 && isLatest(last)) {
        nanos = changed.awaitNanos(nanos);
      }
      return !ended && !isLatest(last);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // Every publication is an object of its own.
  private boolean isLatest(Optional<Frame> last) {
    return last.isPresent() && last.get().of() == published.get();
  }

  @Override
  public void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
