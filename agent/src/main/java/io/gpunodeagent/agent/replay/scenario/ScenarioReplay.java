// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.scenario;

import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.config.Simulator;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.Recording;
import io.gpunodeagent.core.replay.ReplayReport;
import io.gpunodeagent.core.snapshot.DriverState;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Plays a scenario's node through rules. */
public final class ScenarioReplay {

  /** When t = 0 is, unless somebody says. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
  static final Duration LONGEST_STEP = Duration.ofMinutes(1);

  private static final Pattern STEP = Pattern.compile("(\\d{1,3})(s|m)");

  private ScenarioReplay() {}

  /**
   * The length of a step that {@code text} says; empty when it says none of a second to a minute.
   */
  public static Optional<Duration> step(String text) {
    var written = STEP.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(written.group(1));
    return Optional.of(
            written.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number))
        .filter(step -> step.compareTo(SHORTEST_STEP) >= 0 && step.compareTo(LONGEST_STEP) <= 0);
  }

  /** The range from t = 0 on that {@code text} says; t = 0 is where it begins. */
  public static Optional<PastRange> range(String text) {
    return PastRange.parse(text, START)
        .map(
            range ->
                text.contains("/")
                    ? range
                    : new PastRange(START, START.plus(Duration.between(range.from(), range.to()))));
  }

  /**
   * What came of it.
   *
   * @param progress takes the time that it has come to
   */
  public static ReplayReport run(
      Outcome.Valid valid,
      Optional<Simulator> simulator,
      String scenario,
      PastRange range,
      Duration step,
      Consumer<Instant> progress)
      throws InterruptedException {
    var installed =
        simulator.orElseThrow(
            () ->
                fault(
                    scenario,
                    "needs the simulated NVML, which is not installed",
                    "install the whole agent"));
    if (!Files.isRegularFile(installed.file(scenario))) {
      throw fault(
          scenario, "is no scenario", "give a name of `gpu-node-agent simulations`, or a file");
    }
    try (var play = ScenarioPlay.open(valid, installed, scenario, step, range.from())) {
      var recording = new Recording(play.nodeName());
      while (!play.now().isAfter(range.to())) {
        var state = play.next();
        if (recording.empty()
            && state.node().driver() instanceof DriverState.Unavailable unavailable) {
          throw FaultException.unavailable(unavailable);
        }
        recording.take(state.attributed(), state.usage(), state.policies());
        progress.accept(state.node().takenAt());
      }
      return recording.report();
    } catch (StartException refused) {
      throw new FaultException(refused.getMessage());
    }
  }

  private static FaultException fault(String scenario, String predicate, String wayOut) {
    return new FaultException(
        Problem.of("option --scenario", "", scenario, predicate, wayOut).line());
  }
}
