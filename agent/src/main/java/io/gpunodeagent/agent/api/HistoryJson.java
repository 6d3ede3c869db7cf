// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.history.HistoryView;
import io.gpunodeagent.agent.history.SeriesJson;
import java.time.Duration;

/** The history as JSON. */
final class HistoryJson {

  private HistoryJson() {}

  /**
   * Of {@code view}.
   *
   * @param query which part of it
   * @param period from one sample to the next
   */
  static JsonObject of(HistoryView view, HistoryQuery query, Duration period) {
    var resolution = view.resolution();
    var gpus =
        view.gpus().stream()
            .filter(one -> query.gpu().isEmpty() || query.gpu().get().equals(one.uuid()))
            .toList();
    return new JsonObject()
        .put("resolution", resolution.text())
        .put("stepSeconds", resolution.seconds())
        .put("slots", resolution.slots())
        .put("samplingPeriodSeconds", period.toMillis() / 1000.0)
        .put("end", view.end())
        .put("gpus", SeriesJson.of(gpus, query.signals()));
  }
}
