// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.core.plausibility.Plausibility;
import io.gpunodeagent.core.signal.Readings;
import io.gpunodeagent.core.signal.SamplingPlan;
import java.util.ArrayList;
import java.util.List;

/** Puts the queries of a plan to one GPU, each when it is due. Confined to one thread. */
public final class QueryReader {

  private final List<PlannedQuery<?>> queries = new ArrayList<>();

  private QueryReader(
      List<Query<?>> rows, SamplingPlan plan, CallLog log, double offset, Plausibility bounds) {
    for (int row = 0; row < rows.size(); row++) {
      double phase = 1 - (offset + (double) row / rows.size()) % 1;
      queries.add(new PlannedQuery<>(rows.get(row), plan.signals(), log, phase, bounds));
    }
  }

  /**
   * Plans the queries for a GPU; slow ones are spread over the slow period.
   *
   * @param offset moves them by a part of the period, so that not all GPUs are asked at once
   * @param bounds of this GPU
   */
  public static QueryReader ofGpu(
      SamplingPlan plan, CallLog log, double offset, Plausibility bounds) {
    return new QueryReader(SignalQueries.answering(plan.signals()), plan, log, offset, bounds);
  }

  /** Plans those queries that a MIG device answers. */
  static QueryReader ofInstance(SamplingPlan plan, CallLog log) {
    return new QueryReader(
        SignalQueries.answeringInstances(plan.signals()),
        plan,
        log,
        0,
        new Plausibility(signal -> log.implausible(signal.source())));
  }

  /** Puts the queries that are due; returns whether the handle looks invalid. */
  public boolean read(QueryTarget target, CallLog log, long now, long slowPeriod) {
    boolean suspicious = false;
    for (var query : queries) {
      if (query.due(now)) {
        suspicious |= query.read(target, log, now, slowPeriod);
      }
    }
    return suspicious;
  }

  public void into(Readings.Builder readings) {
    for (var query : queries) {
      query.into(readings);
    }
  }
}
