// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.view;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.replay.EvictionPlan;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.ReplayReport;
import io.gpunodeagent.core.replay.ReplayedEpisode;
import java.util.List;
import java.util.Locale;

/** A replay's report for programs. */
public final class ReplayJson {

  private ReplayJson() {}

  /**
   * The report as JSON.
   *
   * @param perHour evictions of a node in any hour
   */
  public static String write(
      ReplayReport report, PastRange range, int perHour, List<String> warnings) {
    var episodes = report.episodes().stream();
    return JsonObject.text(
        new JsonObject()
            .put("everythingKnown", report.whole())
            .put("from", range.from())
            .put("to", range.to())
            .putIfAny("firstSampleAt", report.sums().first())
            .put("warnings", warnings)
            .put("nodes", report.sums().nodes())
            .put("scrapes", report.sums().scrapes())
            .put("pods", report.sums().pods())
            .put("marks", report.marks())
            .put("gpuHours", report.gpuHours())
            .put("partHours", report.partHours())
            .put("notJudged", notJudged(report))
            .put("evictionsPerHour", perHour)
            .put("evictions", evictions(report, perHour))
            .put("courses", episodes.map(one -> episode(one, report.whole())).toList()));
  }

  /** In the order in which pods became due. */
  private static List<JsonObject> evictions(ReplayReport report, int perHour) {
    return EvictionPlan.of(report.episodes(), perHour).evictions().stream()
        .map(
            planned ->
                new JsonObject()
                    .put("namespace", planned.episode().pod().namespace())
                    .put("pod", planned.episode().pod().name())
                    .put("node", planned.episode().node())
                    .put("rule", planned.episode().rule().name())
                    .put("dueAt", planned.due())
                    .put("evictedAt", planned.at()))
        .toList();
  }

  private static JsonObject notJudged(ReplayReport report) {
    var rules =
        report.unjudged().stream()
            .map(
                rule ->
                    new JsonObject()
                        .put("rule", rule.rule())
                        .put("keys", rule.keys())
                        .put("pods", rule.pods()))
            .toList();
    return new JsonObject()
        .put("idleRules", rules)
        .put("timeSliceRules", report.timeSlice())
        .put("nodesExportedTwice", report.doubled())
        .put("nodesWithUnknownHolders", report.unknown())
        .put("nodesWithFewSamples", report.sparse())
        .put("podsUncorroborated", report.uncorroborated());
  }

  private static JsonObject episode(ReplayedEpisode episode, boolean whole) {
    var decisions =
        episode.decisions().stream()
            .map(
                change ->
                    new JsonObject()
                        .put("at", change.at())
                        .put("stage", change.stage())
                        .put("verdict", change.verdict())
                        .put("evidence", change.evidence()))
            .toList();
    return new JsonObject()
        .put("namespace", episode.pod().namespace())
        .put("pod", episode.pod().name())
        .putIfAny("podUid", episode.pod().uid().filter(_ -> whole))
        .put("node", episode.node())
        .put("kind", episode.rule().kind().label())
        .put("rule", episode.rule().name())
        .put("gpus", episode.held().gpus())
        .put("parts", episode.held().parts())
        .putIfAny("idleSince", episode.times().idleSince())
        .put("metAt", episode.times().met())
        .putIfAny("announcedAt", episode.times().announced())
        .putIfAny("markedAt", episode.times().marked())
        .put("markedSeconds", episode.given().toSeconds())
        .put("gpuHours", episode.gpuHours())
        .put("partHours", episode.partHours())
        .put("end", episode.end().name().toLowerCase(Locale.ROOT))
        .put("exclusions", episode.exclusions())
        .put("evidence", episode.evidence())
        .put("decisions", decisions)
        .put("decisionsLeftOut", episode.left());
  }
}
