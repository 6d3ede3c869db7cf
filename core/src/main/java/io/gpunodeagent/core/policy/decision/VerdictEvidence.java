// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.policy.decision;

import io.gpunodeagent.core.usage.AllocationKey;
import io.gpunodeagent.core.usage.evidence.Evidence.Doubt;
import io.gpunodeagent.core.usage.evidence.Evidence.Source;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** What a verdict rests on, as figures and as text. */
public sealed interface VerdictEvidence {

  /** One line for people. */
  String text();

  /**
   * Of an idle rule.
   *
   * @param idle proven idleness of the device that is idle for the shortest time
   * @param needed the rule's {@code idleAfter}, or what the pod asked for in its place
   * @param proven part of the latest {@code needed} time in which everything was proven, 0–1
   * @param devices how many the pod holds
   * @param sources of evidence that were there in the latest sample
   * @param doubts why rest is not proven; empty when it is, never while the verdict is unknown
   */
  record Idle(
      Duration idle,
      Duration needed,
      double proven,
      int devices,
      Set<Source> sources,
      Set<Doubt> doubts)
      implements VerdictEvidence {

    public Idle {
      sources = copy(Source.class, sources);
      doubts = copy(Doubt.class, doubts);
    }

    private static <E extends Enum<E>> Set<E> copy(Class<E> type, Set<E> values) {
      var copy = EnumSet.noneOf(type);
      copy.addAll(values);
      return Collections.unmodifiableSet(copy);
    }

    @Override
    public String text() {
      return "idle for "
          + Spans.text(idle)
          + " ("
          + Spans.text(needed)
          + " needed) on "
          + devices
          + (devices == 1 ? " device, " : " devices, ")
          + Spans.percent(proven)
          + " of the latest "
          + Spans.text(needed)
          + " proven"
          + named(", by ", sources)
          + named(", in doubt: ", doubts);
    }

    private static String named(String lead, Set<? extends Enum<?>> values) {
      return values.isEmpty()
          ? ""
          : values.stream()
              .map(value -> value.name().toLowerCase(Locale.ROOT))
              .sorted()
              .collect(Collectors.joining(", ", lead, ""));
    }
  }

  /**
   * Of a time-slice rule.
   *
   * @param violations now
   * @param lasting how long without a break
   * @param grace needed for a step
   * @param unknown whether some of it is unknown now
   */
  record TimeSlice(List<Violation> violations, Duration lasting, Duration grace, boolean unknown)
      implements VerdictEvidence {

    public TimeSlice {
      violations = List.copyOf(violations);
    }

    @Override
    public String text() {
      if (violations.isEmpty()) {
        return unknown ? "its use is unknown now" : "within its limits";
      }
      return violations.stream().map(Violation::text).collect(Collectors.joining("; "))
          + "; for "
          + Spans.text(lasting)
          + ", of "
          + Spans.text(grace)
          + " before each step";
    }
  }

  /**
   * A limit that is exceeded.
   *
   * @param allocation whose
   * @param limit which
   * @param allowed tolerance included: bytes, a share 0–1, or seconds
   * @param actual in the same unit
   * @param entitlement the part of the device that was given, where that is known
   */
  record Violation(
      AllocationKey allocation,
      Limit limit,
      double allowed,
      double actual,
      OptionalDouble entitlement) {

    String text() {
      var who = allocation.container().container() + " on " + allocation.device().gpuUuid();
      return switch (limit) {
        case MEMORY -> who + " holds " + mib(actual) + " of device memory, allowed " + mib(allowed);
        case COMPUTE ->
            who
                + " takes "
                + Spans.percent(actual)
                + " of the SM time, allowed "
                + Spans.percent(allowed);
        case HOLD ->
            who
                + " has held a contended GPU for "
                + Spans.text(Duration.ofSeconds((long) actual))
                + ", allowed "
                + Spans.text(Duration.ofSeconds((long) allowed));
      };
    }

    private static String mib(double bytes) {
      return Math.round(bytes / (1 << 20)) + " MiB";
    }
  }

  /** What a time-slice rule limits. The lower-case name is a label value. */
  enum Limit {
    /** Device memory. */
    MEMORY,
    /** Share of SM time. */
    COMPUTE,
    /** Time a contended GPU is held. */
    HOLD
  }
}
