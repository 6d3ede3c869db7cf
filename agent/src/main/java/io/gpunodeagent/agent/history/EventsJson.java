// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.core.overview.NumberedOccurrence;
import java.util.List;

/** Events as JSON. */
public final class EventsJson {

  private EventsJson() {}

  /** In the order given. */
  public static List<JsonObject> of(List<NumberedOccurrence> events) {
    return events.stream().map(EventsJson::event).toList();
  }

  private static JsonObject event(NumberedOccurrence numbered) {
    var event = numbered.event();
    return new JsonObject()
        .put("sequence", numbered.sequence())
        .put("at", event.at())
        .put("kind", event.kind())
        .put("severity", event.severity())
        .put("gpu", event.gpu())
        .put("pod", event.pod())
        .put("xid", event.xid())
        .put("text", event.text());
  }
}
