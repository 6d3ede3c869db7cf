// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.agent.document.JsonDocument;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.history.EventsJson;
import io.gpunodeagent.agent.history.Resolution;
import io.gpunodeagent.agent.history.SecondsView;
import io.gpunodeagent.agent.history.SeriesJson;
import io.gpunodeagent.agent.json.AgentFacts;
import io.gpunodeagent.agent.json.AllocationsJson;
import io.gpunodeagent.agent.json.DecisionsJson;
import io.gpunodeagent.agent.json.SnapshotJson;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import io.gpunodeagent.core.state.NodeState;
import java.time.Duration;
import java.util.List;

/** A recording as the content of its file, as {@code docs/recorder.md} describes it. */
final class RecordingJson {

  private RecordingJson() {}

  /** Which state is kept. The lower-case name is a value of the recording. */
  enum Moment {
    /** The last one before the first trigger. */
    BEFORE,
    /** The one in which the first trigger was seen. */
    TRIGGER,
    /** The last one. */
    END
  }

  /** A state that is kept whole. */
  record Kept(Moment moment, NodeState state) {}

  /**
   * The file's content.
   *
   * @param events that happened in its time, oldest first
   */
  static byte[] write(
      RecordingHead head,
      AgentFacts agent,
      List<NumberedOccurrence> events,
      SecondsView seconds,
      List<Kept> moments) {
    return JsonDocument.write(
        json -> {
          json.writeStartObject();
          head.write(json);
          json.writeFieldName(RecordingHead.NEXT);
          json.writeRawValue(JsonObject.compactText(EventsJson.of(events)));
          json.writeFieldName("series");
          json.writeRawValue(series(seconds, agent.samplingPeriod()).compactText());
          json.writeFieldName("moments");
          json.writeStartArray();
          for (var kept : moments) {
            json.writeRawValue(moment(kept, agent.node()).compactText());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static JsonObject series(SecondsView seconds, Duration period) {
    return new JsonObject()
        .put("stepSeconds", Resolution.SECOND.seconds())
        .put("slots", seconds.slots())
        .put("samplingPeriodSeconds", period.toMillis() / 1000.0)
        .put("gpus", SeriesJson.of(seconds.gpus(), SeriesJson.keys()));
  }

  private static JsonObject moment(Kept kept, String node) {
    var state = kept.state();
    return new JsonObject()
        .put("moment", kept.moment())
        .put("snapshot", SnapshotJson.of(state, node))
        .put("allocations", AllocationsJson.of(state))
        .put("decisions", DecisionsJson.of(state))
        .put("untouchable", DecisionsJson.untouchable(state));
  }
}
