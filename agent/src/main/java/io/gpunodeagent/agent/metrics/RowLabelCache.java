package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Row;
import io.gpunodeagent.agent.snapshot.GpuIdentity;
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

  /** Rows of one GPU within {@link RowLabels#order()}: instances or links. */
  private static final int ROWS_PER_GPU = 1024;

  private final List<Selected> labelMetrics;
  private final MetricsConfig config;
  private Map<Key, RowLabels> latest = Map.of();
  private Map<Key, RowLabels> next = new HashMap<>();

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
      Map<String, String> fields) {}

  /** The labels of a GPU or instance. */
  RowLabels of(Row row) {
    return labels(row, OptionalInt.empty());
  }

  /** The labels of one link of a GPU. */
  RowLabels ofLink(Row row) {
    return labels(row, OptionalInt.of(row.link()));
  }

  /** Forgets the labels that were not asked for since the previous call. */
  void endOfSnapshot() {
    latest = next;
    next = new HashMap<>();
  }

  private RowLabels labels(Row row, OptionalInt link) {
    var instance = row.instance();
    var key =
        new Key(
            row.gpu().identity(),
            instance.isPresent()
                ? OptionalInt.of(instance.get().gpuInstanceId())
                : OptionalInt.empty(),
            instance.map(mig -> mig.profile()).orElse(""),
            link,
            fields(row));
    var known = next.get(key);
    if (known == null) {
      known = latest.containsKey(key) ? latest.get(key) : make(key);
      next.put(key, known);
    }
    return known;
  }

  private Map<String, String> fields(Row row) {
    var fields = HashMap.<String, String>newHashMap(labelMetrics.size());
    for (var selected : labelMetrics) {
      LabelText.of(selected.metric(), row).ifPresent(text -> fields.put(selected.name(), text));
    }
    return fields;
  }

  /**
   * Who uses the device (pod, namespace, container …) belongs in the last argument of the parts.
   */
  private RowLabels make(Key key) {
    var place = Math.max(key.instanceId().orElse(0), key.link().orElse(0));
    return new RowLabels(
        key.gpu().index() * ROWS_PER_GPU + place,
        new RowLabels.Parts(key.link().isPresent() ? link(key) : gpu(key), key.fields(), Map.of()));
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
