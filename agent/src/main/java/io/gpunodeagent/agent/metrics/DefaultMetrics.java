package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.MetricSelection.Selected;
import io.gpunodeagent.agent.metrics.catalogue.Catalogue;
import io.gpunodeagent.agent.metrics.catalogue.Metric;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The metrics served by default: dcgm-exporter's own default file, and what dashboards miss in it.
 */
final class DefaultMetrics {

  private static final List<String> NAMES =
      List.of(
          // dcgm-exporter's default counters file, in its order.
          "DCGM_FI_DEV_SM_CLOCK",
          "DCGM_FI_DEV_MEM_CLOCK",
          "DCGM_FI_DEV_MEMORY_TEMP",
          "DCGM_FI_DEV_GPU_TEMP",
          "DCGM_FI_DEV_POWER_USAGE",
          "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
          "DCGM_FI_DEV_PCIE_REPLAY_COUNTER",
          "DCGM_FI_DEV_GPU_UTIL",
          "DCGM_FI_DEV_MEM_COPY_UTIL",
          "DCGM_FI_DEV_ENC_UTIL",
          "DCGM_FI_DEV_DEC_UTIL",
          "DCGM_FI_DEV_XID_ERRORS",
          "DCGM_FI_DEV_FB_FREE",
          "DCGM_FI_DEV_FB_USED",
          "DCGM_FI_DEV_FB_RESERVED",
          "DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS",
          "DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS",
          "DCGM_FI_DEV_ROW_REMAP_FAILURE",
          "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL",
          "DCGM_FI_DEV_VGPU_LICENSE_STATUS",
          "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
          "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
          "DCGM_FI_PROF_DRAM_ACTIVE",
          "DCGM_FI_PROF_PCIE_TX_BYTES",
          "DCGM_FI_PROF_PCIE_RX_BYTES",
          "DCGM_FI_DRIVER_VERSION",
          // Memory size and number of GPUs: GPU Operator's recording rules, Google Cloud's and
          // DaoCloud's dashboards.
          "DCGM_FI_DEV_FB_TOTAL",
          "DCGM_FI_DEV_COUNT",
          // The scale of power and clock panels: OpenShift's GPU console.
          "DCGM_FI_DEV_POWER_MGMT_LIMIT_MAX",
          "DCGM_FI_DEV_ENFORCED_POWER_LIMIT",
          "DCGM_FI_DEV_MAX_SM_CLOCK",
          "DCGM_FI_DEV_MAX_MEM_CLOCK",
          // Google Cloud's profiling panels; NVLink traffic and the pipes besides the tensor one.
          "DCGM_FI_PROF_SM_ACTIVE",
          "DCGM_FI_PROF_SM_OCCUPANCY",
          "DCGM_FI_PROF_PIPE_FP64_ACTIVE",
          "DCGM_FI_PROF_PIPE_FP32_ACTIVE",
          "DCGM_FI_PROF_PIPE_FP16_ACTIVE",
          "DCGM_FI_PROF_NVLINK_TX_BYTES",
          "DCGM_FI_PROF_NVLINK_RX_BYTES",
          // Health alerts: HyperPod's rules on ECC and throttling, pending repairs, and what the
          // driver itself asks for.
          "DCGM_FI_DEV_ECC_SBE_VOL_TOTAL",
          "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL",
          "DCGM_FI_DEV_ROW_REMAP_PENDING",
          "DCGM_FI_DEV_POWER_VIOLATION",
          "DCGM_FI_DEV_THERMAL_VIOLATION",
          "DCGM_FI_DEV_CLOCKS_EVENT_REASONS",
          "DCGM_FI_DEV_GET_GPU_RECOVERY_ACTION");

  private DefaultMetrics() {}

  static MetricSelection selection(MetricNames names) {
    var metrics = NAMES.stream().map(name -> Catalogue.find(name).orElseThrow()).toList();
    var byName = new LinkedHashMap<String, Selected>();
    if (names.classic()) {
      metrics.forEach(metric -> byName.put(metric.name(), Selected.plain(metric)));
    }
    if (names.baseUnits()) {
      metrics.stream()
          .map(DefaultMetrics::inBaseUnits)
          .forEach(each -> byName.putIfAbsent(each.name(), each));
    }
    return MetricSelection.of(List.copyOf(byName.values()));
  }

  private static Selected inBaseUnits(Metric classic) {
    var metric = Catalogue.inBaseUnits(classic);
    var name = Catalogue.canonicalName(metric);
    return new Selected(metric, name, metric.kind(), metric.helpWithUnit());
  }
}
