// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.history;

import io.gpunodeagent.agent.document.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The series of a {@link HistoryView} as JSON; a slot without a value is null. */
public final class SeriesJson {

  private static final String INSTANCE = "smActivityPercent";

  private SeriesJson() {}

  /** The keys of all series. */
  public static List<String> keys() {
    var keys = new ArrayList<String>();
    for (var signal : HistorySignal.values()) {
      keys.add(signal.key());
    }
    keys.add(INSTANCE);
    return keys;
  }

  /**
   * One object a GPU.
   *
   * @param wanted keys of the series that are written
   */
  public static List<JsonObject> of(List<HistoryView.Gpu> gpus, Collection<String> wanted) {
    return gpus.stream().map(gpu -> gpu(gpu, wanted)).toList();
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
        .put("instances", instances.map(SeriesJson::instance).toList());
  }

  private static JsonObject instance(HistoryView.Instance instance) {
    return new JsonObject()
        .put("gpuInstanceId", instance.gpuInstanceId())
        .put("profile", instance.profile())
        .put("series", new JsonObject().put(INSTANCE, instance.smActivityPercent()));
  }
}
