// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.audit.AuditLine;
import io.gpunodeagent.core.shaping.Actual;
import io.gpunodeagent.core.shaping.Knob;
import io.gpunodeagent.core.shaping.KnobState;
import io.gpunodeagent.core.shaping.KnobStep;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes one JSON line for every change of a standing and for everything that is set. For one
 * thread.
 */
final class ShapingAudit {

  private final Consumer<String> lines;
  private Map<Knob, KnobState> said = Map.of();

  ShapingAudit(Consumer<String> lines) {
    this.lines = lines;
  }

  /** These are all standings now. */
  void standings(List<KnobState> standings) {
    var now = new HashMap<Knob, KnobState>();
    for (var standing : standings) {
      now.put(standing.knob(), standing);
      if (!standing.equals(said.get(standing.knob()))) {
        lines.accept(AuditLine.of("device", json -> standing(json, standing)));
      }
    }
    said.forEach(
        (knob, before) -> {
          if (!now.containsKey(knob)) {
            lines.accept(AuditLine.of("device-over", json -> standing(json, before)));
          }
        });
    said = now;
  }

  /** This came of a step. */
  void changed(Knob knob, String rule, KnobStep.Set step, String before, Actual after) {
    lines.accept(
        AuditLine.of(
            "device-action",
            json -> {
              json.writeStringField("action", step.change().label());
              knob(json, knob);
              json.writeStringField("rule", rule);
              json.writeStringField("before", before);
              json.writeStringField("value", step.value());
              boolean done = after.equals(new Actual.Known(step.value()));
              json.writeStringField("outcome", done ? "done" : "failed");
              json.writeStringField("readBack", after.text());
              switch (after) {
                case Actual.Known(var _) -> {}
                case Actual.Unsupported(var reason) -> json.writeStringField("reason", reason);
                case Actual.Unknown(var reason) -> json.writeStringField("reason", reason);
              }
            }));
  }

  /** What was set is not ours any more, and is left as it is. */
  void left(Knob knob, String rule, String value, Actual found) {
    lines.accept(
        AuditLine.of(
            "device-action",
            json -> {
              json.writeStringField("action", "leave");
              knob(json, knob);
              json.writeStringField("rule", rule);
              json.writeStringField("value", value);
              json.writeStringField("found", found.text());
            }));
  }

  private static void standing(JsonGenerator json, KnobState standing) throws IOException {
    knob(json, standing.knob());
    json.writeStringField("rule", standing.rule().orElse(""));
    json.writeStringField("desired", standing.desired().orElse(""));
    json.writeStringField("actual", standing.actual().orElse("unknown"));
    json.writeStringField("state", standing.state().label());
    json.writeStringField("reason", standing.reason());
    json.writeBooleanField("dryRun", standing.dryRun());
  }

  private static void knob(JsonGenerator json, Knob knob) throws IOException {
    json.writeStringField("gpu", knob.gpuUuid());
    json.writeStringField("field", knob.field().label());
  }
}
