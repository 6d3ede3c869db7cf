package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.history.EventLog.Numbered;
import java.util.List;

/** The events of the last day as JSON. */
final class EventsJson {

  private EventsJson() {}

  /** In the order given. */
  static List<JsonObject> of(List<Numbered> events) {
    return events.stream().map(EventsJson::event).toList();
  }

  private static JsonObject event(Numbered numbered) {
    var event = numbered.event();
    return new JsonObject()
        .put("sequence", numbered.sequence())
        .put("at", event.at())
        .put("kind", event.kind())
        .put("severity", event.severity())
        .put("gpu", event.gpu())
        .put("pod", event.pod())
        .put("text", event.text());
  }
}
