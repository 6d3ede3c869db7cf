// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.catalogue.metric.Row;
import io.gpunodeagent.agent.metrics.format.Rotating;
import io.gpunodeagent.agent.metrics.format.RowLabels;
import io.gpunodeagent.agent.metrics.selection.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.selection.MetricsConfig;
import io.gpunodeagent.core.snapshot.GpuIdentity;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Makes the labels of rows and keeps those of the latest snapshot, because they rarely change.
 * Confined to one thread at a time.
 */
final class RowLabelCache {

  /** Rows of one GPU within the order of {@link RowLabels}: instances or links. */
  private static final int ROWS_PER_GPU = 1024;

  private final List<Selected> labelMetrics;
  private final MetricsConfig config;
  private final Rotating<Key, RowLabels> devices = new Rotating<>();
  private final Rotating<Map<String, String>, RowLabels> others = new Rotating<>();

  RowLabelCache(List<Selected> labelMetrics, MetricsConfig config) {
    this.labelMetrics = labelMetrics;
    this.config = config;
  }

  /** Everything the labels of a row depend on besides the configuration. */
  private record Key(
      GpuIdentity gpu,
      OptionalInt instanceId,
      String profile,
      OptionalInt link,
      Map<String, String> fields,
      Map<String, String> attributes) {}

  /** The labels of a GPU or instance in a row that names {@code tenant}. */
  RowLabels of(Row row, Tenant tenant) {
    return labels(row, OptionalInt.empty(), fields(row, tenant), tenant.attributes());
  }

  /** The labels of one link of a GPU. */
  RowLabels ofLink(Row row, Tenant tenant) {
    return labels(row, OptionalInt.of(row.link()), fields(row, tenant), tenant.attributes());
  }

  /** The labels of a GPU or instance without those a counters file adds. */
  RowLabels ofDevice(Row row, Map<String, String> attributes) {
    return labels(row, OptionalInt.empty(), Map.of(), attributes);
  }

  /** The labels of what is no device. */
  RowLabels of(Map<String, String> labels) {
    return others.get(
        labels, all -> new RowLabels(0, new RowLabels.Parts(Map.of(), Map.of(), all)));
  }

  /** Forgets the labels that were not asked for since the previous call. */
  void endOfSnapshot() {
    devices.turn();
    devices.forEach(RowLabels::endOfSnapshot);
    others.turn();
    others.forEach(RowLabels::endOfSnapshot);
  }

  private RowLabels labels(
      Row row, OptionalInt link, Map<String, String> fields, Map<String, String> attributes) {
    var instance = row.instance();
    var key =
        new Key(
            row.gpu().identity(),
            instance.isPresent()
                ? OptionalInt.of(instance.get().gpuInstanceId())
                : OptionalInt.empty(),
            instance.map(mig -> mig.profile()).orElse(""),
            link,
            fields,
            attributes);
    return devices.get(key, this::make);
  }

  private Map<String, String> fields(Row row, Tenant tenant) {
    var fields = new HashMap<>(tenant.labels());
    for (var selected : labelMetrics) {
      LabelText.of(selected.metric(), row).ifPresent(text -> fields.put(selected.name(), text));
    }
    return fields;
  }

  private RowLabels make(Key key) {
    var place = Math.max(key.instanceId().orElse(0), key.link().orElse(0));
    return new RowLabels(
        key.gpu().index() * ROWS_PER_GPU + place,
        new RowLabels.Parts(
            key.link().isPresent() ? link(key) : gpu(key), key.fields(), key.attributes()));
  }

  private Map<String, String> gpu(Key key) {
    var gpu = key.gpu();
    var labels = new LinkedHashMap<String, String>();
    labels.put("gpu", Integer.toString(gpu.index()));
    labels.put("UUID", gpu.uuid());
    labels.put("pci_bus_id", gpu.pciBusId());
    labels.put("device", "nvidia" + gpu.index());
    labels.put("modelName", model(gpu));
    return instanceAndHost(key, labels);
  }

  /** dcgm-exporter spells the UUID and model of link rows differently. */
  private Map<String, String> link(Key key) {
    var gpu = key.gpu();
    var labels = new LinkedHashMap<String, String>();
    labels.put("nvlink", Integer.toString(key.link().getAsInt()));
    labels.put("gpu", Integer.toString(gpu.index()));
    labels.put("gpu_uuid", gpu.uuid());
    labels.put("pci_bus_id", gpu.pciBusId());
    labels.put("device", "nvidia" + gpu.index());
    labels.put("model_name", model(gpu));
    return instanceAndHost(key, labels);
  }

  private Map<String, String> instanceAndHost(Key key, Map<String, String> labels) {
    if (key.instanceId().isPresent()) {
      labels.put("GPU_I_PROFILE", key.profile());
      labels.put("GPU_I_ID", Integer.toString(key.instanceId().getAsInt()));
    }
    var spelling = config.hostnameLabel();
    if (spelling.upper()) {
      labels.put("Hostname", config.hostname());
    }
    if (spelling.lower()) {
      labels.put("hostname", config.hostname());
    }
    return labels;
  }

  private String model(GpuIdentity gpu) {
    return config.replaceBlanksInModelName() ? gpu.name().replace(' ', '-') : gpu.name();
  }
}
