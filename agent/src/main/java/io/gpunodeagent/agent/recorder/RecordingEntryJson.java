// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.recorder;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.recorder.RecordingFolder.Entry;
import io.gpunodeagent.core.recording.Trigger;
import java.util.List;

/** A list of recordings as JSON, for the command line and the API. */
public final class RecordingEntryJson {

  private RecordingEntryJson() {}

  /** One object a recording, in the order given. */
  public static List<JsonObject> of(List<Entry> entries) {
    return entries.stream().map(RecordingEntryJson::entry).toList();
  }

  private static JsonObject entry(Entry entry) {
    var json = new JsonObject().put("name", entry.file().name()).put("bytes", entry.file().bytes());
    entry.head().ifPresent(head -> json.putAll(head(head)));
    return json.put("problem", entry.problem());
  }

  private static JsonObject head(RecordingHead head) {
    return new JsonObject()
        .put("node", head.node())
        .put("agentVersion", head.version())
        .put("simulated", head.simulated())
        .put("complete", head.complete())
        .put("from", head.from())
        .put("to", head.to())
        .put("triggers", head.triggers().stream().map(RecordingEntryJson::trigger).toList())
        .put("moreTriggers", head.moreTriggers());
  }

  private static JsonObject trigger(Trigger trigger) {
    var cause = trigger.cause();
    return new JsonObject()
        .put("at", trigger.at())
        .put("kind", cause.kind())
        .put("gpu", cause.gpu())
        .put("pod", cause.pod())
        .put("xid", cause.xid())
        .put("text", trigger.text());
  }
}
