package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.replay.Course;
import io.gpunodeagent.core.replay.PastRange;
import io.gpunodeagent.core.replay.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A replay's report for programs. */
public final class ReplayJson {

  private ReplayJson() {}

  public static String write(Report report, PastRange range, List<String> warnings) {
    return Json.text(
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
          for (var course : report.courses()) {
            course(json, course, report.whole());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void notJudged(JsonGenerator json, Report report) throws IOException {
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

  private static void course(JsonGenerator json, Course course, boolean whole) throws IOException {
    json.writeStartObject();
    json.writeStringField("namespace", course.pod().namespace());
    json.writeStringField("pod", course.pod().name());
    if (whole && course.pod().uid().isPresent()) {
      json.writeStringField("podUid", course.pod().uid().get());
    }
    json.writeStringField("node", course.node());
    json.writeStringField("kind", course.rule().kind().label());
    json.writeStringField("rule", course.rule().name());
    json.writeNumberField("gpus", course.held().gpus());
    json.writeNumberField("parts", course.held().parts());
    time(json, "idleSince", course.times().idleSince());
    time(json, "metAt", Optional.of(course.times().met()));
    time(json, "announcedAt", course.times().announced());
    time(json, "markedAt", course.times().marked());
    json.writeNumberField("markedSeconds", course.given().toSeconds());
    json.writeNumberField("gpuHours", course.gpuHours());
    json.writeNumberField("partHours", course.partHours());
    json.writeStringField("end", course.end().name().toLowerCase(Locale.ROOT));
    texts(json, "exclusions", course.exclusions());
    json.writeStringField("evidence", course.evidence());
    json.writeArrayFieldStart("decisions");
    for (var change : course.decisions()) {
      json.writeStartObject();
      time(json, "at", Optional.of(change.at()));
      json.writeStringField("stage", change.stage());
      json.writeStringField("verdict", change.verdict());
      json.writeStringField("evidence", change.evidence());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("decisionsLeftOut", course.left());
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
