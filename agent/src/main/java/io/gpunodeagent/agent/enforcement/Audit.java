// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.enforcement;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.core.policy.decision.Exclusion;
import io.gpunodeagent.core.policy.decision.PodDecision;
import io.gpunodeagent.core.policy.decision.Stage;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes one JSON line for every change of a decision and for every action, with what it rests on.
 * A action that comes to nothing again and again is one line. For one thread.
 */
final class Audit {

  private final Consumer<String> lines;
  private Map<String, Said> said = Map.of();
  private final Map<String, String> outcomes = new HashMap<>();

  Audit(Consumer<String> lines) {
    this.lines = lines;
  }

  /** What of a decision is worth a line when it changes. */
  private record Said(
      PodDecision decision,
      String rule,
      PolicyAction granted,
      Stage stage,
      Set<Exclusion> exclusions,
      boolean dryRun) {

    static Said of(PodDecision decision) {
      return new Said(
          decision,
          decision.rule(),
          decision.granted(),
          decision.stage(),
          decision.exclusions(),
          decision.dryRun());
    }

    boolean differs(Said other) {
      return !(rule.equals(other.rule)
          && granted == other.granted
          && stage == other.stage
          && exclusions.equals(other.exclusions)
          && dryRun == other.dryRun);
    }
  }

  /** These are all decisions now. */
  void decisions(List<PodDecision> decisions) {
    var now = new HashMap<String, Said>();
    for (var decision : decisions) {
      var one = Said.of(decision);
      var key = key(decision);
      now.put(key, one);
      var before = Optional.ofNullable(said.get(key));
      if (before.isEmpty() || before.get().differs(one)) {
        lines.accept(AuditLine.of("decision", json -> decision(json, decision)));
      }
    }
    said.forEach(
        (key, before) -> {
          if (!now.containsKey(key)) {
            lines.accept(AuditLine.of("decision-over", json -> decision(json, before.decision())));
          }
        });
    said = now;
    outcomes.keySet().removeIf(key -> now.keySet().stream().noneMatch(key::startsWith));
  }

  /**
   * This came of a step.
   *
   * @return whether that is news, and so a line
   */
  boolean action(PodStep.ToPod step, Result result) {
    var outcome = result.outcome().label() + result.reason().orElse("");
    for (var decision : step.decisions()) {
      var before = outcomes.put(key(decision) + "/" + step.action(), outcome);
      if (!result.isDone() && outcome.equals(before)) {
        return false;
      }
    }
    lines.accept(
        AuditLine.of(
            "action",
            json -> {
              json.writeStringField("action", step.action().label());
              json.writeStringField("outcome", result.outcome().label());
              if (result.reason().isPresent()) {
                json.writeStringField("reason", result.reason().get());
              }
              if (step instanceof PodStep.Event(var _, var event, var _, var _)) {
                json.writeStringField("event", event.reason());
              }
              json.writeBooleanField("dryRun", step.dryRun());
              json.writeStringField("namespace", step.pod().namespace());
              json.writeStringField("pod", step.pod().name());
              json.writeStringField("podUid", step.pod().uid());
              json.writeArrayFieldStart("decisions");
              for (var decision : step.decisions()) {
                json.writeStartObject();
                grounds(json, decision);
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
    return true;
  }

  private static void decision(JsonGenerator json, PodDecision decision) throws IOException {
    json.writeBooleanField("dryRun", decision.dryRun());
    json.writeStringField("namespace", decision.pod().namespace());
    json.writeStringField("pod", decision.pod().name());
    json.writeStringField("podUid", decision.pod().uid().orElse(""));
    grounds(json, decision);
  }

  private static void grounds(JsonGenerator json, PodDecision decision) throws IOException {
    json.writeStringField("kind", decision.kind().label());
    json.writeStringField("rule", decision.rule());
    json.writeStringField("stage", decision.stage().label());
    json.writeStringField("verdict", decision.verdict().label());
    json.writeStringField("wanted", decision.wanted().label());
    json.writeStringField("granted", decision.granted().label());
    json.writeArrayFieldStart("exclusions");
    for (var exclusion : decision.exclusions()) {
      json.writeString(exclusion.label());
    }
    json.writeEndArray();
    time(json, "idleSince", decision.idleSince());
    time(json, "reclaimAt", decision.reclaimAt());
    json.writeStringField("evidence", decision.evidence().text());
  }

  private static void time(JsonGenerator json, String name, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      json.writeStringField(name, Marks.text(time.get()));
    }
  }

  private static String key(PodDecision decision) {
    return decision.pod().uid().orElse(decision.pod().namespace() + "/" + decision.pod().name())
        + "/"
        + decision.kind();
  }
}
