// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.snapshot.SamplingStatistics;
import io.gpunodeagent.core.snapshot.SamplingStatistics.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sampler's account of its own work. Confined to the coordinator. */
final class Bookkeeping {

  private final Map<String, Long> closedCalls = new HashMap<>();
  private final Map<Failure, Long> closedFailures = new HashMap<>();
  private @Nullable Session current;
  private long passes;
  private long latePasses;
  private long enumerations;
  private Duration lastPass = Duration.ZERO;
  private Duration totalPassTime = Duration.ZERO;

  /** Notes the session that is read; returns whether it is a new one. */
  boolean session(Session session) {
    if (session == current) {
      return false;
    }
    if (current != null) {
      current.addCallsTo(closedCalls);
      current.addFailuresTo(closedFailures);
    }
    current = session;
    enumerations++;
    return true;
  }

  void pass(Duration took, boolean late) {
    passes++;
    latePasses += late ? 1 : 0;
    lastPass = took;
    totalPassTime = totalPassTime.plus(took);
  }

  SamplingStatistics statistics() {
    var calls = new HashMap<>(closedCalls);
    var failures = new HashMap<>(closedFailures);
    if (current != null) {
      current.addCallsTo(calls);
      current.addFailuresTo(failures);
    }
    return new SamplingStatistics(
        passes, lastPass, totalPassTime, latePasses, calls, failures, enumerations);
  }
}
