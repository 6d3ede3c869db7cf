// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallCounts;
import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.plausibility.Plausibility;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.Signal;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.util.List;
import java.util.Set;

/**
 * A query as planned for one GPU: the wanted signals, when it is due and what it last answered.
 * Confined to one thread.
 */
final class PlannedQuery<T> {

  private final Query<T> query;
  private final List<Answer<T, ?>> answers;
  private final CallCounts.Counter counter;
  private final Turn turn;
  private boolean answeredBefore;

  /** Plans the part of {@code query} that {@code wanted} asks for; the fastest signal rules. */
  PlannedQuery(
      Query<T> query, Set<Signal<?>> wanted, CallLog log, double phase, Plausibility bounds) {
    this.query = query;
    answers =
        query.parts().stream()
            .filter(part -> wanted.contains(part.signal()))
            .<Answer<T, ?>>map(part -> new Answer<>(part, bounds))
            .toList();
    counter = log.counter(query.function());
    turn = new Turn(fastest(), phase);
  }

  private Cadence fastest() {
    return answers.stream().map(Answer::cadence).min(Cadence::compareTo).orElse(Cadence.STATIC);
  }

  boolean due(long now) {
    return turn.due(now);
  }

  /**
   * Puts the query.
   *
   * @return whether a call that used to succeed finds its argument, the handle, invalid
   */
  boolean read(QueryTarget target, CallLog log, long now, long slowPeriod) {
    var result = log.call(counter, target, query.call());
    // By index: an iterator for each query of each pass is most of what a pass allocates.
    for (int i = 0; i < answers.size(); i++) {
      answers.get(i).take(result);
    }
    boolean suspicious = answeredBefore && result.code().equals(NvmlReturn.INVALID_ARGUMENT);
    answeredBefore = result.isSuccess();
    switch (result) {
      case NvmlResult.Success<T> _ -> turn.read(now, slowPeriod);
      case NvmlResult.Failure<T>(var function, var code) ->
          turn.answered(ReturnCodes.reading(function, code), now, slowPeriod);
    }
    return suspicious;
  }

  void into(Readings.Builder readings) {
    for (int i = 0; i < answers.size(); i++) {
      answers.get(i).slot.into(readings);
    }
  }

  /** One wanted signal and its last reading. */
  private static final class Answer<T, V> {
    private final Query.Part<T, V> part;
    private final LastReading<V> slot;
    private final Plausibility bounds;

    Answer(Query.Part<T, V> part, Plausibility bounds) {
      this.part = part;
      this.bounds = bounds;
      slot = new LastReading<>(part.signal());
    }

    Cadence cadence() {
      return part.signal().cadence();
    }

    void take(NvmlResult<T> result) {
      slot.set(bounds.judge(part.signal(), part.of(result)));
    }
  }
}
