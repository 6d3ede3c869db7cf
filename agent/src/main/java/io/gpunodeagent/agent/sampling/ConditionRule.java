// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import io.gpunodeagent.core.snapshot.GpuCondition;
import java.time.Duration;
import java.time.Instant;

/** Judges from a reader's state whether its GPU's readings may be believed. */
final class ConditionRule {

  private ConditionRule() {}

  /**
   * What is known of a reader.
   *
   * @param outcome how its latest finished pass ended
   * @param stuck how long its unfinished pass has been in one call; zero before it begins, negative
   *     without such a pass. A pass that takes long but goes on is slow, not hung
   * @param function the NVML function it was last seen in
   * @param age how long ago the latest readings came
   */
  record Evidence(GpuOutcome outcome, Duration stuck, String function, Duration age) {

    /** The same for readings that came so long ago. */
    Evidence aged(Duration since) {
      return new Evidence(outcome, stuck, function, since);
    }
  }

  /**
   * How long is too long.
   *
   * @param call one call takes
   * @param age readings may be served after they came
   */
  record Limits(Duration call, Duration age) {

    /** Readings outlive three passes, each with a call that takes its whole time. */
    static Limits of(SamplingConfig config) {
      var slowPass = config.callTimeout().plus(config.period());
      return new Limits(config.callTimeout(), slowPass.plus(slowPass).plus(slowPass));
    }
  }

  /**
   * The condition now.
   *
   * @param before the condition so far: a loss is dated from its first report
   */
  static GpuCondition judge(GpuCondition before, Evidence evidence, Limits limits, Instant now) {
    if (evidence.stuck().compareTo(limits.call()) >= 0) {
      return hung(before, evidence.function(), now.minus(evidence.stuck()));
    }
    return switch (evidence.outcome()) {
      // Whatever keeps a reader from reading, old readings do not count as new ones.
      case GpuOutcome.Read _ when evidence.age().compareTo(limits.age()) > 0 ->
          hung(before, evidence.function(), now.minus(evidence.age()));
      case GpuOutcome.Read _ -> new GpuCondition.Fresh();
      case GpuOutcome.Lost(var function, var code) -> lost(before, function, code, now);
      case GpuOutcome.Unidentified(var function, var code) -> lost(before, function, code, now);
      case GpuOutcome.Pending _ -> waiting(before, evidence.function());
      case GpuOutcome.LibraryLost _ -> before;
    };
  }

  private static GpuCondition waiting(GpuCondition before, String in) {
    return before instanceof GpuCondition.Unread(var _, var since)
        ? new GpuCondition.Unread(in, since)
        : before;
  }

  private static GpuCondition hung(GpuCondition before, String in, Instant since) {
    // A hang that goes on keeps its date: wall clocks jump.
    return before instanceof GpuCondition.Hung(var function, var _) && function.equals(in)
        ? before
        : new GpuCondition.Hung(in, since);
  }

  /** Lost, since it first was. */
  static GpuCondition lost(GpuCondition before, String function, int code, Instant now) {
    return before instanceof GpuCondition.Lost(_, _, var since)
        ? new GpuCondition.Lost(function, code, since)
        : new GpuCondition.Lost(function, code, now);
  }
}
