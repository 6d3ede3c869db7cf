// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Answers the probes. A bad GPU or an absent driver never makes the process unhealthy: restarting
 * the agent would not mend them, and its metrics are how one learns of them.
 */
final class HealthProbes {

  /** The probes of Kubernetes. */
  enum Check {
    /** The first pass is over. */
    STARTED,
    /** The sampling loop turns. */
    LIVE,
    /** There is a state to serve, be it that NVML is unavailable. */
    READY
  }

  private static final JsonFactory JSON = new JsonFactory();

  private final NodeView view;

  HealthProbes(NodeView view) {
    this.view = view;
  }

  /** 200 when the check holds, 503 when not; the body says why. */
  HttpAnswer answer(Check check) {
    return report(EnumSet.of(check));
  }

  /** All checks at once. */
  HttpAnswer answerAll() {
    return report(EnumSet.allOf(Check.class));
  }

  private HttpAnswer report(Set<Check> checks) {
    var state = view.state().get().node();
    boolean up = checks.stream().allMatch(check -> holds(check, state));
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("status", word(up));
      for (var check : checks) {
        json.writeStringField(lower(check), word(holds(check, state)));
      }
      if (!view.heartbeat().beats()) {
        json.writeNumberField("secondsSinceLastPass", view.heartbeat().silence().toSeconds());
      }
      writeDriver(json, state.driver());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return HttpAnswer.of(up ? 200 : 503, "application/json", text.append('\n').toString());
  }

  private boolean holds(Check check, NodeSnapshot state) {
    return switch (check) {
      case STARTED, READY -> state.sequence() > 0;
      case LIVE -> view.heartbeat().beats();
    };
  }

  private static void writeDriver(JsonGenerator json, DriverState driver) throws IOException {
    switch (driver) {
      case DriverState.Ready ready -> {
        json.writeStringField("driver", "ready");
        json.writeNumberField("gpus", ready.deviceCount());
      }
      case DriverState.Unavailable away -> {
        json.writeStringField("driver", lower(away.problem()));
        json.writeStringField("detail", away.detail());
        json.writeStringField("remedy", away.remedy());
        json.writeStringField("since", away.since().toString());
      }
    }
  }

  private static String word(boolean up) {
    return up ? "up" : "down";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
