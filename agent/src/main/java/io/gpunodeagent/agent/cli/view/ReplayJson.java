package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.ReplayReport;
import io.gpunodeagent.core.replay.ReplayedEpisode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A replay's report for programs. */
public final class ReplayJson {

  private ReplayJson() {}

  public static String write(ReplayReport report, PastRange range, List<String> warnings) {
    return JsonOutput.text(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("everythingKnown", report.whole());
          json.writeStringField("from", range.from().toString());
          json.writeStringField("to", range.to().toString());
          time(json, "firstSampleAt", report.sums().first());
          texts(json, "warnings", warnings);
          json.writeNumberField("nodes", report.sums().nodes());
          json.writeNumberField("scrapes", report.sums().scrapes());
          json.writeNumberField("pods", report.sums().pods());
          json.writeNumberField("marks", report.marks());
          json.writeNumberField("gpuHours", report.gpuHours());
          json.writeNumberField("partHours", report.partHours());
          notJudged(json, report);
          json.writeArrayFieldStart("courses");
          for (var episode : report.episodes()) {
            episode(json, episode, report.whole());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void notJudged(JsonGenerator json, ReplayReport report) throws IOException {
    json.writeObjectFieldStart("notJudged");
    json.writeArrayFieldStart("idleRules");
    for (var rule : report.unjudged()) {
      json.writeStartObject();
      json.writeStringField("rule", rule.rule());
      texts(json, "keys", rule.keys());
      json.writeNumberField("pods", rule.pods());
      json.writeEndObject();
    }
    json.writeEndArray();
    texts(json, "timeSliceRules", report.timeSlice());
    texts(json, "nodesExportedTwice", report.doubled());
    texts(json, "nodesWithUntoldHolders", report.untold());
    texts(json, "nodesWithFewSamples", report.sparse());
    texts(json, "podsUncorroborated", report.uncorroborated());
    json.writeEndObject();
  }

  private static void episode(JsonGenerator json, ReplayedEpisode episode, boolean whole)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("namespace", episode.pod().namespace());
    json.writeStringField("pod", episode.pod().name());
    if (whole && episode.pod().uid().isPresent()) {
      json.writeStringField("podUid", episode.pod().uid().get());
    }
    json.writeStringField("node", episode.node());
    json.writeStringField("kind", episode.rule().kind().label());
    json.writeStringField("rule", episode.rule().name());
    json.writeNumberField("gpus", episode.held().gpus());
    json.writeNumberField("parts", episode.held().parts());
    time(json, "idleSince", episode.times().idleSince());
    time(json, "metAt", Optional.of(episode.times().met()));
    time(json, "announcedAt", episode.times().announced());
    time(json, "markedAt", episode.times().marked());
    json.writeNumberField("markedSeconds", episode.given().toSeconds());
    json.writeNumberField("gpuHours", episode.gpuHours());
    json.writeNumberField("partHours", episode.partHours());
    json.writeStringField("end", episode.end().name().toLowerCase(Locale.ROOT));
    texts(json, "exclusions", episode.exclusions());
    json.writeStringField("evidence", episode.evidence());
    json.writeArrayFieldStart("decisions");
    for (var change : episode.decisions()) {
      json.writeStartObject();
      time(json, "at", Optional.of(change.at()));
      json.writeStringField("stage", change.stage());
      json.writeStringField("verdict", change.verdict());
      json.writeStringField("evidence", change.evidence());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("decisionsLeftOut", episode.left());
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> at)
      throws IOException {
    if (at.isPresent()) {
      json.writeStringField(name, at.get().toString());
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (var text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
