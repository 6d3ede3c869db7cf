package io.gpunodeagent.agent.api;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.history.HistorySignal;
import io.gpunodeagent.agent.history.HistoryView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The history as JSON; a slot without a value is null. */
final class HistoryJson {

  private static final String INSTANCE = "smActivityPercent";

  private HistoryJson() {}

  /** The keys a client may ask for. */
  static List<String> keys() {
    var keys = new ArrayList<String>();
    for (var signal : HistorySignal.values()) {
      keys.add(signal.key());
    }
    keys.add(INSTANCE);
    return keys;
  }

  /**
   * Of {@code view}.
   *
   * @param query which part of it
   * @param period from one sample to the next
   */
  static JsonObject of(HistoryView view, HistoryQuery query, Duration period) {
    var resolution = view.resolution();
    return new JsonObject()
        .put("resolution", resolution.text())
        .put("stepSeconds", resolution.seconds())
        .put("slots", resolution.slots())
        .put("samplingPeriodSeconds", period.toMillis() / 1000.0)
        .put("end", view.end())
        .put(
            "gpus",
            view.gpus().stream()
                .filter(one -> query.gpu().isEmpty() || query.gpu().get().equals(one.uuid()))
                .map(one -> gpu(one, query.signals()))
                .toList());
  }

  private static JsonObject gpu(HistoryView.Gpu gpu, Collection<String> wanted) {
    var series = new JsonObject();
    gpu.series()
        .forEach(
            (signal, values) -> {
              if (wanted.contains(signal.key())) {
                series.put(signal.key(), values);
              }
            });
    var instances = gpu.instances().stream().filter(_ -> wanted.contains(INSTANCE));
    return new JsonObject()
        .put("uuid", gpu.uuid())
        .put("index", gpu.index())
        .put("series", series)
        .put("instances", instances.map(HistoryJson::instance).toList());
  }

  private static JsonObject instance(HistoryView.Instance instance) {
    return new JsonObject()
        .put("gpuInstanceId", instance.gpuInstanceId())
        .put("profile", instance.profile())
        .put("series", new JsonObject().put(INSTANCE, instance.smActivityPercent()));
  }
}
