// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpunodeagent.core.policy.rule.ActivityCriteria;
import io.gpunodeagent.core.policy.rule.Globs;
import io.gpunodeagent.core.policy.rule.IdleRule;
import io.gpunodeagent.core.policy.rule.Match;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import io.gpunodeagent.core.replay.PastSeries.Sample;
import io.gpunodeagent.core.replay.ReplayedEpisode.End;
import io.gpunodeagent.core.usage.clock.UsageRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Series by the half minute; the rule wants half an hour of rest and gives ten minutes' notice. */
class ReplayTest {

  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final int STEP = 30;
  private static final long STEP_MILLIS = STEP * 1000L;

  private final List<PastSeries> series = new ArrayList<>();

  @Test
  void aPodThatRestsAllTheTimeIsMarkedAfterWarmUpRestAndNotice() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    var episode = report.episodes().getFirst();
    assertThat(report.episodes()).hasSize(1);
    assertThat(episode.pod().name()).isEqualTo("p");
    assertThat(episode.times().met()).isBetween(minute(39), minute(41));
    assertThat(episode.times().announced()).contains(episode.times().met());
    assertThat(episode.times().marked().orElseThrow()).isBetween(minute(49), minute(51));
    assertThat(episode.end()).isEqualTo(End.RANGE_END);
    assertThat(report.gpuHours()).isCloseTo(70 / 60.0, within(0.02));
    assertThat(report.marks()).isEqualTo(1);
    assertThat(episode.evidence())
        .contains("(30m needed) on 1 device")
        .contains("device_utilization");
    assertThat(episode.decisions())
        .extracting(ReplayedEpisode.Change::stage)
        .contains("announced", "marked");
  }

  @Test
  void whatComesInPiecesIsJudgedAsAWhole() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    var whole = replayed(rules(mark(Match.ANY)));
    var labelling = labelling();
    var replay = new Replay(ScreenedRules.of(rules(mark(Match.ANY)), true), labelling);
    for (int from = 0; from < 240; from += 7) {
      long first = START.toEpochMilli() + from * STEP_MILLIS;
      var part =
          series.stream()
              .map(
                  one ->
                      new PastSeries(
                          one.figure(),
                          one.labels(),
                          one.samples().stream()
                              .filter(
                                  each -> each.at() >= first && each.at() < first + 7 * STEP_MILLIS)
                              .toList()))
              .toList();
      replay.take(Frames.of(part, labelling));
    }
    assertThat(replay.report()).isEqualTo(whole);
  }

  @Test
  void useEndsIt() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, tick -> tick < 130 ? 0 : 80);
    var episode = replayed(rules(mark(Match.ANY))).episodes().getFirst();
    assertThat(episode.end()).isEqualTo(End.NO_LONGER_MET);
    assertThat(episode.given()).isBetween(Duration.ofMinutes(13), Duration.ofMinutes(16));
    assertThat(episode.decisions().getLast().verdict()).isEqualTo("not_met");
  }

  @Test
  void oneZeroAfterAGapMarksNobody() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 400, tick -> tick < 40 || tick >= 399, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aGapIsNeitherRestNorTheEndOfIt() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, tick -> tick < 50 || tick >= 60, _ -> 0);
    var episode = replayed(rules(mark(Match.ANY))).episodes().getFirst();
    assertThat(episode.times().met()).isAfter(minute(50));
    assertThat(episode.end()).isEqualTo(End.RANGE_END);
  }

  @Test
  void timeWithoutSamplesFreesNothing() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, tick -> tick < 140 || tick >= 155, _ -> 0);
    var episode = replayed(rules(mark(Match.ANY))).episodes().getFirst();
    assertThat(episode.times().marked().orElseThrow()).isBefore(minute(52));
    assertThat(episode.given()).isLessThan(Duration.ofMinutes(63));
  }

  @Test
  void oneIdleGpuOfEightMarksNobody() {
    for (int gpu = 0; gpu < 8; gpu++) {
      int load = gpu == 3 ? 0 : 90;
      gpu(Figure.GPU_UTILIZATION, Map.of("UUID", "G" + gpu), 240, _ -> true, _ -> load);
    }
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void eightIdleGpusCountEightfold() {
    for (int gpu = 0; gpu < 8; gpu++) {
      gpu(Figure.GPU_UTILIZATION, Map.of("UUID", "G" + gpu), 240, _ -> true, _ -> 0);
    }
    var episode = replayed(rules(mark(Match.ANY))).episodes().getFirst();
    assertThat(episode.held().gpus()).isEqualTo(8);
    assertThat(episode.gpuHours()).isCloseTo(8 * 70 / 60.0, within(0.2));
  }

  @Test
  void aGpuOfThePodThatVanishesIsInDoubtAndNotForgotten() {
    gpu(Figure.GPU_UTILIZATION, Map.of("UUID", "G0"), 240, _ -> true, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("UUID", "G1"), 240, tick -> tick < 40, _ -> 90);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aPodThatWasMissingOnceMayBeAnother() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 110, tick -> tick != 70, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("pod", "", "namespace", ""), 110, t -> t == 70, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aPodOnOtherGpusIsAnother() {
    gpu(Figure.GPU_UTILIZATION, Map.of("UUID", "G0"), 110, tick -> tick < 70, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("UUID", "G1"), 110, tick -> tick >= 70, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aProfilingMetricStuckAtZeroHidesNoUse() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 99);
    gpu(Figure.GRAPHICS_ACTIVE, Map.of(), 240, _ -> true, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void utilizationStuckAtZeroOnAGpuThatDrawsPowerProvesNothing() {
    series(Figure.GPU_UTILIZATION, Map.of(), 480, _ -> true, _ -> 0);
    series(Figure.POWER, Map.of(), 480, _ -> true, _ -> 190);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.episodes()).isEmpty();
    assertThat(report.uncorroborated()).containsExactly("ns/p");
  }

  @Test
  void utilizationAloneProvesNothing() {
    series(Figure.GPU_UTILIZATION, Map.of(), 480, _ -> true, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aMetricThatStopsLeavesDoubt() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, tick -> tick < 20, _ -> 0);
    gpu(Figure.GRAPHICS_ACTIVE, Map.of(), 240, _ -> true, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aBlankOfDcgmIsNoRest() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 2147483632.0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void anIdleMigInstanceIsMarkedWhileItsNeighbourWorks() {
    var idle = Map.of("GPU_I_ID", "1");
    var busy = Map.of("GPU_I_ID", "2", "pod", "q");
    gpu(Figure.GRAPHICS_ACTIVE, idle, 240, _ -> true, _ -> 0);
    gpu(Figure.GRAPHICS_ACTIVE, busy, 240, _ -> true, _ -> 0.9);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.episodes()).extracting(episode -> episode.pod().name()).containsExactly("p");
    assertThat(report.gpuHours()).isZero();
    assertThat(report.partHours()).isCloseTo(70 / 60.0, within(0.02));
  }

  @Test
  void ofASharedGpuNobodyIsMarkedWhileOneWorks() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 40);
    gpu(Figure.GPU_UTILIZATION, Map.of("pod", "q"), 240, _ -> true, _ -> 40);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void aRuleThatAsksForMoreThanLabelsTellKeepsItsPodsFromLaterRules() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    gpu(
        Figure.GPU_UTILIZATION,
        Map.of("UUID", "G1", "namespace", "other", "pod", "q"),
        240,
        _ -> true,
        _ -> 0);
    var guarded =
        new Match(
            Globs.of("ns"),
            Map.of("team", "a"),
            Set.of(),
            OptionalInt.empty(),
            Globs.ANY,
            Match.Sharing.ANY,
            Optional.empty());
    var report =
        replayed(
            new PolicyRules(
                true,
                List.of(rule("guarded", guarded, PolicyAction.MARK), mark(Match.ANY)),
                List.of(),
                new PolicyRules.Budget(2),
                Optional.empty()));
    assertThat(report.episodes()).extracting(episode -> episode.pod().name()).containsExactly("q");
    assertThat(report.unjudged())
        .containsExactly(new ReplayReport.Unjudged("guarded", List.of("podSelector"), 1));
  }

  @Test
  void aRuleThatOnlyObservesMarksNothingAndTellsAllTheSame() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    var report = replayed(rules(rule("all", Match.ANY, PolicyAction.OBSERVE)));
    assertThat(report.marks()).isZero();
    assertThat(report.episodes().getFirst().times().announced()).isEmpty();
  }

  @Test
  void theSystemsPodsAreLeftAlone() {
    gpu(Figure.GPU_UTILIZATION, Map.of("namespace", "kube-system"), 240, _ -> true, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).marks()).isZero();
  }

  @Test
  void whereLabelsWereNotHonouredTheExporterHoldsNothing() {
    var renamed = Map.of("pod", "exporter-x", "exported_pod", "p", "exported_namespace", "ns");
    gpu(Figure.GPU_UTILIZATION, renamed, 240, _ -> true, _ -> 0);
    var unheld = Map.of("pod", "exporter-x", "UUID", "G1");
    gpu(Figure.GPU_UTILIZATION, unheld, 240, _ -> true, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.episodes()).extracting(episode -> episode.pod().name()).containsExactly("p");
    assertThat(report.sums().pods()).isEqualTo(1);
  }

  @Test
  void aNodeThatTwoExportersTellOfIsNotJudged() {
    gpu(Figure.GPU_UTILIZATION, Map.of("job", "a"), 240, _ -> true, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("job", "b"), 240, _ -> true, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.episodes()).isEmpty();
    assertThat(report.doubled()).hasSize(1);
  }

  @Test
  void anExporterThatStartedAnewGoesOn() {
    gpu(Figure.GPU_UTILIZATION, Map.of("instance", "a"), 240, tick -> tick < 100, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("instance", "b"), 240, tick -> tick >= 102, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).marks()).isEqualTo(1);
  }

  @Test
  void aPodThatWentHasEnded() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 150, _ -> true, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("pod", "", "namespace", ""), 240, t -> t >= 150, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.episodes()).extracting(ReplayedEpisode::end).containsExactly(End.POD_GONE);
    assertThat(report.episodes().getFirst().given())
        .isBetween(Duration.ofMinutes(24), Duration.ofMinutes(25));
  }

  @Test
  void aSharedGpuThatRestsIsAPartForEachOfItsPods() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("pod", "q"), 240, _ -> true, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.marks()).isEqualTo(2);
    assertThat(report.gpuHours()).isZero();
    assertThat(report.partHours()).isCloseTo(2 * 70 / 60.0, within(0.04));
  }

  @Test
  void aReplicaIsAPartThoughNobodyElseHoldsOne() {
    gpu(Figure.GPU_UTILIZATION, Map.of("vgpu", "0"), 240, _ -> true, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.gpuHours()).isZero();
    assertThat(report.partHours()).isPositive();
  }

  @Test
  void theLargerOfTwoSamplesOfOneScrapeCounts() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 70);
    gpu(Figure.GPU_UTILIZATION, Map.of("container", "side"), 240, _ -> true, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).episodes()).isEmpty();
  }

  @Test
  void whoseRuleComesTrueInTheLastSampleHoldsWhatItHolds() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    var met = replayed(rules(mark(Match.ANY))).episodes().getFirst().times().met();
    series.clear();
    int ticks = (int) (Duration.between(START, met).toSeconds() / STEP) + 1;
    gpu(Figure.GPU_UTILIZATION, Map.of(), ticks, _ -> true, _ -> 0);
    var episode = replayed(rules(mark(Match.ANY))).episodes().getFirst();
    assertThat(episode.times().met()).isEqualTo(met);
    assertThat(episode.held()).isEqualTo(new ReplayedEpisode.Held(1, 0));
  }

  @Test
  void samplesThatCameBeforeAreNotJudgedAgain() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, _ -> true, _ -> 0);
    var once = replayed(rules(mark(Match.ANY)));
    var labelling = labelling();
    var replay = new Replay(ScreenedRules.of(rules(mark(Match.ANY)), true), labelling);
    replay.take(Frames.of(series, labelling));
    replay.take(Frames.of(series, labelling));
    assertThat(replay.report().episodes()).isEqualTo(once.episodes());
  }

  @Test
  void exportersThatFollowEachOtherSlowlyAreNoDoubles() {
    gpu(Figure.GPU_UTILIZATION, Map.of("instance", "a"), 240, t -> t < 60 || t >= 120, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("instance", "b"), 240, t -> t >= 60 && t < 120, _ -> 0);
    var report = replayed(rules(mark(Match.ANY)));
    assertThat(report.doubled()).isEmpty();
    assertThat(report.marks()).isEqualTo(1);
  }

  @Test
  void theFirstSampleOfAllIsTold() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 240, tick -> tick >= 20, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("Hostname", "n0"), 240, tick -> tick >= 40, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("Hostname", "n2"), 240, tick -> tick >= 30, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).sums().first()).contains(minute(10));
  }

  @Test
  void aNodeWhoseHoldersCannotBeToldIsNotJudged() {
    gpu(Figure.GPU_UTILIZATION, Map.of("pod", "metrics-x"), 240, _ -> true, _ -> 0);
    gpu(Figure.GPU_UTILIZATION, Map.of("pod", "metrics-x", "UUID", "G1"), 240, _ -> true, _ -> 0);
    var labelling = Labelling.of(series.stream().map(PastSeries::labels).toList(), List.of());
    var replay = new Replay(ScreenedRules.of(rules(mark(Match.ANY)), true), labelling);
    replay.take(Frames.of(series, labelling));
    assertThat(replay.report().episodes()).isEmpty();
    assertThat(replay.report().unknown()).containsExactly("n1: job dcgm, instance 10.0.0.1:9400");
  }

  @Test
  void tooFewSamplesAreNamed() {
    gpu(Figure.GPU_UTILIZATION, Map.of(), 5, _ -> true, _ -> 0);
    assertThat(replayed(rules(mark(Match.ANY))).sparse()).containsExactly("n1");
  }

  private ReplayReport replayed(PolicyRules rules) {
    var labelling = labelling();
    var replay = new Replay(ScreenedRules.of(rules, labelling.productsKnown()), labelling);
    replay.take(Frames.of(series, labelling));
    return replay.report();
  }

  /** Of series, and of the scrape's own, in which targets have no labels but job and instance. */
  private Labelling labelling() {
    var all = series.stream().map(PastSeries::labels).toList();
    return Labelling.of(all, all.stream().map(ReplayTest::target).toList());
  }

  private static Map<String, String> target(Map<String, String> labels) {
    return Map.of("job", labels.get("job"), "instance", labels.get("instance"));
  }

  /** A figure of a GPU that draws power accordingly. */
  private void gpu(
      Figure figure,
      Map<String, String> labels,
      int ticks,
      IntPredicate scraped,
      IntToDoubleFunction value) {
    series(figure, labels, ticks, scraped, value);
    series(Figure.POWER, labels, ticks, scraped, tick -> value.applyAsDouble(tick) > 0 ? 300 : 75);
  }

  private void series(
      Figure figure,
      Map<String, String> labels,
      int ticks,
      IntPredicate scraped,
      IntToDoubleFunction value) {
    var all =
        new HashMap<>(
            Map.of(
                "Hostname",
                "n1",
                "UUID",
                "G0",
                "namespace",
                "ns",
                "pod",
                "p",
                "container",
                "main",
                "modelName",
                "NVIDIA H100 80GB HBM3",
                "job",
                "dcgm",
                "instance",
                "10.0.0.1:9400"));
    all.putAll(labels);
    var samples = new ArrayList<Sample>();
    for (int tick = 0; tick < ticks; tick++) {
      if (scraped.test(tick)) {
        samples.add(
            new Sample(START.toEpochMilli() + tick * STEP_MILLIS, value.applyAsDouble(tick)));
      }
    }
    series.add(new PastSeries(figure, all, samples));
  }

  private static PolicyRules rules(IdleRule rule) {
    return new PolicyRules(
        true, List.of(rule), List.of(), new PolicyRules.Budget(2), Optional.empty());
  }

  private static IdleRule mark(Match match) {
    return rule("all", match, PolicyAction.MARK);
  }

  private static IdleRule rule(String name, Match match, PolicyAction action) {
    return new IdleRule(
        name,
        match,
        Duration.ofMinutes(30),
        ActivityCriteria.of(UsageRules.defaults(Duration.ofSeconds(STEP))),
        Duration.ofMinutes(10),
        action,
        true,
        Duration.ofHours(4));
  }

  private static Instant minute(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }
}
